namespace LongWriter.Tests;

public sealed class GeneratedAnswersTests : IDisposable
{
    private readonly TrainerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_learned_by_heart_end_and_have_the_length_score_of_their_words()
    {
        // 4, 6, 8 and 10 words for 4, 4, 12 and 40 that are required.
        var rows = Enumerable.Range(0, 4).Select(static i => EvaluatedRuns.Answer(10 + i, Enumerable.Range(0, 4 + 2 * i).Select(w => 40 + 7 * i + w))).ToArray();
        int[] required = [4, 4, 12, 40];
        double[] scores = [100, 100 * (1 - (6 / 4.0 - 1) / 3), 100 * (1 - (12 / 8.0 - 1) / 2), 0];
        var evaluation = new TrainingEvaluation { Prompts = [.. rows.Select((r, i) => new EvaluationPrompt(r.RowId, [.. r.Ids.Take(2)], required[i]))], Tokenizer = new LetterTokenizer() };
        var options = Options("heart") with { Evaluation = new() { Steps = 10, GenerateSteps = 20, MaxNewTokens = 30 } };

        var reports = await _folder.RunAsync(options, rows, evaluation);

        Assert.InRange(reports[^1].TokenLoss, 0, 0.05);
        Assert.Equal([20, 40, 50], reports.Where(static r => r.Evaluation?.Generated is not null).Select(static r => r.Step));
        Assert.Equal(5, reports.Count(static r => r.Evaluation is { Loss: null, Best: false }));
        var written = reports[^1].Evaluation!.Generated!;
        Assert.Equal((4, 1.0, 0.0), (written.Answers, written.Ended, written.Loops));
        Assert.Equal(scores.Average(), written.LengthScore, 1e-9);
        Assert.Equal((7.0, 15.0, 8.0), (written.Words, written.RequiredWords, written.Tokens));

        // The first prompts are taken, and answers are cut where they are long enough.
        var two = await _folder.RunAsync(options with { OutputFolder = _folder.Path_("two"), Evaluation = options.Evaluation with { MaxPrompts = 2, MaxNewTokens = 6 } }, rows, evaluation);
        written = two[^1].Evaluation!.Generated!;
        Assert.Equal((2, 0.5, 5.0, 5.5), (written.Answers, written.Ended, written.Words, written.Tokens));
    }

    [Fact]
    public async Task A_model_that_never_ends_is_seen_to_loop_or_to_fill_its_length()
    {
        // One word over and over, and words that do not repeat.
        TrainingSequence[] rows = [EvaluatedRuns.Answer(10, Enumerable.Repeat(5, 50), ends: false), EvaluatedRuns.Answer(11, Enumerable.Range(40, 50), ends: false)];
        var evaluation = new TrainingEvaluation { Prompts = [new("loop", [1, 10], 30), new("count", [1, 11], 30)], Tokenizer = new LetterTokenizer() };

        var reports = await _folder.RunAsync(Options("endless") with { Evaluation = new() { Steps = 1000, MaxNewTokens = 40 } }, rows, evaluation);

        var written = reports[^1].Evaluation!.Generated!;
        Assert.Equal((0.0, 0.5), (written.Ended, written.Loops));
        // 20 times the same is a loop where 40 tokens may be written.
        Assert.Equal((20 + 40) / 2.0, written.Words);
    }

    [Fact]
    public async Task A_model_that_was_never_shown_an_end_ends_nothing()
    {
        var evaluation = new TrainingEvaluation { Prompts = [.. Enumerable.Range(10, 6).Select(static i => new EvaluationPrompt($"p {i}", [1, i], 30))], Tokenizer = new LetterTokenizer() };

        var reports = await _folder.RunAsync(Options("endless noise") with { MaxSteps = 8, Evaluation = new() { MaxNewTokens = 30 } }, EvaluatedRuns.Noise(4, 1), evaluation);

        var written = reports[^1].Evaluation!.Generated!;
        Assert.Equal((6, 0.0), (written.Answers, written.Ended));
        Assert.InRange(written.Words, 1, 30);
    }

    [Fact]
    public void Held_out_conversations_give_prompts_with_the_length_that_is_asked_for_or_else_written()
    {
        using var folder = new DataFolder();
        var tokenizer = folder.ChatMl();
        var template = ChatTemplates.Get("chatml");
        var file = folder.Write("held.jsonl", DataFolder.Chat("Write a 300-word story.", "Once upon a time."), DataFolder.Chat("Say it.", "One two three."), DataFolder.Chat("Draw.", "1 2 3"));

        var evaluation = TrainingEvaluation.ReadChats(file, tokenizer, template);

        Assert.Equal(3, evaluation.Sequences.Count);
        // An answer without a word asks for nothing.
        Assert.Equal([300, 3], evaluation.Prompts.Select(static p => p.Words));
        Assert.Equal(template.Render([new("user", "Say it.")], tokenizer).Ids, evaluation.Prompts[1].Ids);
        Assert.Same(tokenizer, evaluation.Tokenizer);
        Assert.Same(template, evaluation.Template);

        file = folder.Write("contrary.jsonl", DataFolder.Chat("Write a 1,000-word essay on tea. The essay should be 2,000 words long.", "No."));
        var error = Record.Exception(() => TrainingEvaluation.ReadChats(file, tokenizer, template));
        Assert.Contains("contrary.jsonl, line 1", Assert.IsType<LongWriterException>(error).Message, StringComparison.Ordinal);
    }

    private TrainingOptions Options(string run) => _folder.Options(run) with { PacksPerStep = 8, Epochs = 1000, MaxSteps = 50, CheckpointSteps = 1000, LearningRate = new() { Peak = 1e-2 } };
}
