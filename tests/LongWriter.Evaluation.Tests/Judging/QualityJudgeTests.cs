using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public sealed class QualityJudgeTests : IDisposable
{
    private readonly EvaluationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Votes_are_asked_for_and_averaged()
    {
        using var client = new TestChatClient(Vote(5), Vote(3), Vote(4));

        var scores = await new QualityJudge(client, new() { InFlight = 1, Votes = 3 }).ScoreAsync(Row("1"));

        Assert.Equal(3, scores.Votes.Count);
        // (4 - 1)·25
        Assert.Equal(75, scores.Quality);
        Assert.All(client.Calls, static c => Assert.Equal(0.5f, c.Options!.Temperature));
        Assert.Equal(3, client.Calls.Select(static c => c.Options!.Seed).Distinct().Count());
    }

    [Fact]
    public async Task An_answer_that_cannot_be_used_is_asked_for_again_with_what_was_wrong()
    {
        using var client = new TestChatClient("no JSON", Vote(6), Vote(4));

        var scores = await new QualityJudge(client, new() { InFlight = 1 }).ScoreAsync(Row("1"));

        Assert.Equal(75, scores.Quality);
        Assert.Empty(scores.Faults);
        Assert.Contains("no JSON object", client.Calls[1].Prompt, StringComparison.Ordinal);
        Assert.Contains("from 1 to 5", client.Calls[2].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_again_is_one_message_so_that_strict_chat_templates_take_it()
    {
        using var client = new CountingClient("no JSON", Vote(4), "neither", "{\"winner\": 1}", "{\"winner\": 2}");

        await new QualityJudge(client, new() { InFlight = 1 }).ScoreAsync(Row("1"));
        await new PairwiseJudge(client, new() { InFlight = 1 }).CompareAsync([Row("1")], [Row("1")]);

        Assert.Equal(Enumerable.Repeat("user", 5), client.Roles);
    }

    [Fact]
    public async Task A_vote_that_never_comes_is_a_fault_and_no_score()
    {
        using var client = new TestChatClient(static _ => "I like it.");

        var scores = await new QualityJudge(client, new() { InFlight = 1, Votes = 2, Attempts = 3 }).ScoreAsync(Row("1"));

        Assert.False(scores.IsJudged);
        Assert.True(double.IsNaN(scores.Quality));
        Assert.Equal(2, scores.Faults.Count);
        Assert.Equal(6, client.Calls.Count);
    }

    [Fact]
    public async Task A_text_that_the_judge_refuses_is_a_fault_and_a_wrong_key_ends_the_judging()
    {
        using var refusing = new TestChatClient(static (_, _) => throw new LongWriterException(LongWriterError.Refused, "no"));
        using var locked = new TestChatClient(static (_, _) => throw new LongWriterException(LongWriterError.Authentication, "key"));

        Assert.Equal(["no"], (await new QualityJudge(refusing, new() { InFlight = 1 }).ScoreAsync(Row("1"))).Faults);
        var error = await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(locked, new() { InFlight = 1 }).JudgeAsync([Row("1")], _folder.At("judge.jsonl")));
        Assert.Equal((LongWriterError.Authentication, true), (error.Error, error.IsResumable));
    }

    [Fact]
    public async Task An_empty_answer_is_not_shown_to_the_judge()
    {
        using var client = new TestChatClient(Array.Empty<string>());

        Assert.False((await new QualityJudge(client, new() { InFlight = 1 }).ScoreAsync(new("1", "p", " \n"))).IsJudged);
        Assert.Empty(client.Calls);
    }

    [Fact]
    public async Task What_stands_in_a_text_stays_text()
    {
        using var client = new TestChatClient(Vote(4));

        await new QualityJudge(client, new() { InFlight = 1 }).ScoreAsync(new("1", "{response} $INST$", "{instruction} {{0}} $RESPONSE$"));

        var prompt = client.Calls[0].Prompt;
        Assert.Contains("{response} $INST$", prompt, StringComparison.Ordinal);
        Assert.Contains("{instruction} {{0}} $RESPONSE$", prompt, StringComparison.Ordinal);
        Assert.Contains("\"Breadth and Depth\": n", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judging_is_resumed_without_asking_again_and_its_file_is_read_as_results()
    {
        var path = _folder.At("judge.jsonl");
        var rows = Enumerable.Range(0, 6).Select(static i => Row($"r{i}")).ToList();
        var asked = 0;
        using var failing = new TestChatClient((_, _) => ++asked > 3 ? throw new LongWriterException(LongWriterError.Authentication, "key") : Task.FromResult(TestChatClient.Answer(Vote(4))));
        await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(failing, new() { InFlight = 1 }).JudgeAsync(rows, path));
        using var client = new TestChatClient(static _ => Vote(2));

        var refused = await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(client, new() { InFlight = 1 }).JudgeAsync(rows, path));
        var changed = await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(client, new() { InFlight = 1, Resume = true, Votes = 2 }).JudgeAsync(rows, path));
        var judged = await new QualityJudge(client, new() { InFlight = 1, Resume = true }).JudgeAsync(rows, path);

        Assert.Equal((LongWriterError.InvalidRequest, LongWriterError.SettingsChanged), (refused.Error, changed.Error));
        Assert.Equal(3, client.Calls.Count);
        Assert.Equal([75.0, 75, 75, 25, 25, 25], judged.Select(static r => r.Scores!.Quality));
        var read = Prediction.Read(path);
        Assert.Empty(read.Broken);
        var quality = QualityEvaluation.Of(read)!;
        Assert.Equal((50.0, 6, 6, 0), (quality.Mean!.Value, quality.N, quality.Votes, quality.FailedVotes));
        // each answer has 2 words of 4 required: S_l 50
        Assert.Equal(50, quality.Overall!.Value, 1e-9);
        Assert.Contains("temperature=0.5", Assert.Single(quality.Judges), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judging_is_not_resumed_with_another_judge_prompt_or_setting()
    {
        var path = _folder.At("judge.jsonl");
        using var first = new TestChatClient(static _ => Vote(4)) { Service = Named("judge-1") };
        using var other = new TestChatClient(static _ => Vote(2)) { Service = Named("judge-2") };
        await new QualityJudge(first, new() { InFlight = 1, JudgeSettings = "provider=a" }).JudgeAsync([Row("1")], path);

        var model = await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(other, new() { InFlight = 1, Resume = true, JudgeSettings = "provider=a" }).JudgeAsync([Row("1"), Row("2")], path));
        var settings = await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(first, new() { InFlight = 1, Resume = true, JudgeSettings = "provider=b" }).JudgeAsync([Row("1"), Row("2")], path));
        File.WriteAllText(path, File.ReadAllText(path).Replace($"prompt={JudgePrompts.QualityHash}", "prompt=00000000", StringComparison.Ordinal));
        var prompt = await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(first, new() { InFlight = 1, Resume = true, JudgeSettings = "provider=a" }).JudgeAsync([Row("1"), Row("2")], path));

        Assert.All([model, settings, prompt], static e => Assert.Equal(LongWriterError.SettingsChanged, e.Error));
        Assert.Contains("model=judge-1", model.Message, StringComparison.Ordinal);
        Assert.Empty(other.Calls);
        Assert.Single(first.Calls);
    }

    [Fact]
    public async Task A_judging_is_not_resumed_on_another_run_s_answers_or_with_others_than_it_was_begun_with()
    {
        var (predictions, judged) = (_folder.At("pred.jsonl"), _folder.At("judge.jsonl"));
        using var client = new TestChatClient(static prompt => prompt.Contains("Write", StringComparison.Ordinal) ? Vote(4) : "a text");
        await new Predictor(client, new() { InFlight = 1 }).PredictAsync([new("1", "Say something."), new("2", "Say more.")], predictions);
        await new QualityJudge(client, new() { InFlight = 1 }).JudgeAsync([Row("1"), Row("2")], judged);
        var (asked, before) = (client.Calls.Count, File.ReadAllText(predictions));

        var unjudged = await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(client, new() { InFlight = 1, Resume = true }).JudgeAsync([Row("1"), Row("2")], predictions));
        var fewer = await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(client, new() { InFlight = 1, Resume = true }).JudgeAsync([Row("1")], judged));
        var others = await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(client, new() { InFlight = 1, Resume = true }).JudgeAsync([Row("en-1"), Row("en-2")], judged));

        Assert.All([unjudged, fewer, others], static e => Assert.Equal(LongWriterError.SettingsChanged, e.Error));
        Assert.Contains("without scores", unjudged.Message, StringComparison.Ordinal);
        Assert.All([fewer, others], static e => Assert.Contains("none of the answers", e.Message, StringComparison.Ordinal));
        Assert.Equal((asked, before), (client.Calls.Count, File.ReadAllText(predictions)));
    }

    [Fact]
    public async Task Answers_without_a_usable_vote_are_judged_again_on_resume_and_empty_ones_are_not()
    {
        var path = _folder.At("judge.jsonl");
        Prediction[] rows = [Row("1"), Row("2"), new("3", "p", " ")];
        using var broken = new TestChatClient("no vote", Vote(4));
        using var works = new TestChatClient(static _ => Vote(5));
        await new QualityJudge(broken, new() { InFlight = 1, Attempts = 1 }).JudgeAsync(rows, path);

        var judged = await new QualityJudge(works, new() { InFlight = 1, Attempts = 1, Resume = true }).JudgeAsync(rows, path);

        Assert.Equal([100.0, 75, double.NaN], judged.Select(static r => r.Scores!.Quality));
        Assert.Single(works.Calls);
        Assert.Equal([75.0, double.NaN, 100], Prediction.Read(path).Rows.Select(static r => r.Scores!.Quality));
    }

    [Fact]
    public void Means_leave_out_what_was_not_judged_and_say_how_much_that_is()
    {
        var quality = QualityEvaluation.Of(new(
        [
            Row("1") with { Scores = new("j", [new(5, 5, 5, 5, 5, 5), new(3, 3, 3, 3, 3, 3)]) },
            Row("2") with { Scores = new("j", []) { Faults = ["a", "b"] } },
            Row("3"),
        ], []))!;

        Assert.Equal((75.0, 1, 2, 2, 1, 1), (quality.Mean!.Value, quality.N, quality.Votes, quality.FailedVotes, quality.Unjudged, quality.Unseen));
        // 100 and 50
        Assert.Equal(35.3553, quality.VoteDeviation!.Value, 1e-4);
        Assert.Null(QualityEvaluation.Of(new([Row("1")], [])));
    }

    [Fact]
    public void The_mean_of_both_scores_is_over_the_same_answers_and_says_how_many()
    {
        var quality = QualityEvaluation.Of(new(
        [
            // S_l 50 and S_q 100
            Row("1") with { Scores = new("j", [new(5, 5, 5, 5, 5, 5)]) },
            // S_l 100, but no vote
            new("2", "p", "four words stand here") { Length = 4, Scores = new("j", []) { Faults = ["a"] } },
            // S_q 0, but no length
            new("3", "p", "text") { Scores = new("j", [new(1, 1, 1, 1, 1, 1)]) },
        ], []))!;

        Assert.Equal((75.0, 1, 50.0, 100.0), (quality.Overall, quality.OverallN, quality.OverallLength, quality.OverallQuality));
        Assert.Equal((50.0, 2), (quality.Mean, quality.N));
    }

    [Theory]
    [InlineData("1", "2", PairOutcome.First)]
    [InlineData("2", "1", PairOutcome.Second)]
    [InlineData("1", "1", PairOutcome.Tie)]
    [InlineData("2", "2", PairOutcome.Tie)]
    [InlineData("tie", "1", PairOutcome.Tie)]
    [InlineData("tie", "tie", PairOutcome.Tie)]
    public async Task A_pair_is_judged_in_both_orders_and_only_a_verdict_that_holds_is_a_win(string there, string back, PairOutcome outcome)
    {
        using var client = new TestChatClient($"{{\"winner\": \"{there}\"}}", $"{{\"winner\": \"{back}\"}}");

        var verdict = Assert.Single(await new PairwiseJudge(client, new() { InFlight = 1 }).CompareAsync([new("1", "p", "the FIRST text")], [new("1", "p", "the SECOND text")]));

        Assert.Equal(outcome, verdict.Outcome);
        Assert.True(client.Calls[0].Prompt.IndexOf("FIRST", StringComparison.Ordinal) < client.Calls[0].Prompt.IndexOf("SECOND", StringComparison.Ordinal));
        Assert.True(client.Calls[1].Prompt.IndexOf("FIRST", StringComparison.Ordinal) > client.Calls[1].Prompt.IndexOf("SECOND", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answers_of_files_in_another_order_are_judged_by_prompt()
    {
        using var client = new TestChatClient(static prompt => $"{{\"winner\": \"{(prompt.IndexOf("good", StringComparison.Ordinal) < prompt.IndexOf("poor", StringComparison.Ordinal) ? 1 : 2)}\"}}");

        var verdicts = await new PairwiseJudge(client, new() { InFlight = 1 }).CompareAsync(
            [new("1", "tea", "good tea"), new("2", "rain", "poor rain")], [new("1", "rain", "good rain"), new("2", "tea", "poor tea")]);

        Assert.Equal([("1", PairOutcome.First), ("2", PairOutcome.Second)], verdicts.Select(static v => (v.Id, v.Outcome)));
        Assert.All(client.Calls, static c => Assert.NotEqual(c.Prompt.Contains("good tea", StringComparison.Ordinal), c.Prompt.Contains("good rain", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_pair_without_a_verdict_is_counted_and_an_empty_answer_loses_unasked()
    {
        using var client = new TestChatClient(static _ => "both are nice");

        var verdicts = await new PairwiseJudge(client, new() { InFlight = 1 }).CompareAsync(
            [Row("1"), new("2", "p", "text"), new("3", "q", "text")], [Row("1"), new("2", "p", ""), new("4", "r", "text")]);

        Assert.Equal([PairOutcome.Failed, PairOutcome.First], verdicts.Select(static v => v.Outcome));
        Assert.Equal(2, verdicts[0].Faults.Count);
        Assert.Equal(6, client.Calls.Count);
    }

    [Fact]
    public async Task Verdicts_are_kept_and_a_stopped_judging_of_pairs_goes_on()
    {
        var path = _folder.At("pairs.jsonl");
        Prediction[] first = [.. Enumerable.Range(1, 4).Select(static i => new Prediction($"{i}", $"prompt {i}", $"one {i}"))];
        Prediction[] second = [.. Enumerable.Range(1, 4).Select(static i => new Prediction($"{i}", $"prompt {i}", $"two {i}"))];
        var asked = 0;
        using var failing = new TestChatClient((_, _) => ++asked switch
        {
            // the first pair has no verdict, the second one is a tie, and then the key is gone
            1 => Task.FromResult(TestChatClient.Answer("neither")),
            < 5 => Task.FromResult(TestChatClient.Answer("{\"winner\": 1}")),
            _ => throw new LongWriterException(LongWriterError.Authentication, "key"),
        })
        { Service = Named("judge-1") };
        using var client = new TestChatClient(static prompt => prompt.Contains("<text-1>\ntwo", StringComparison.Ordinal) ? "{\"winner\": 1}" : "{\"winner\": 2}") { Service = Named("judge-1") };
        using var other = new TestChatClient(Array.Empty<string>()) { Service = Named("judge-2") };
        QualityJudgeOptions options = new() { InFlight = 1, Attempts = 1, Resume = true };

        var stopped = await Assert.ThrowsAsync<LongWriterException>(() => new PairwiseJudge(failing, options with { Resume = false }).CompareAsync(first, second, path));
        var refused = await Assert.ThrowsAsync<LongWriterException>(() => new PairwiseJudge(client, options with { Resume = false }).CompareAsync(first, second, path));
        var changed = await Assert.ThrowsAsync<LongWriterException>(() => new PairwiseJudge(other, options).CompareAsync(first, second, path));
        var verdicts = await new PairwiseJudge(client, options).CompareAsync(first, second, path);

        Assert.Equal((LongWriterError.Authentication, true), (stopped.Error, stopped.IsResumable));
        Assert.Equal((LongWriterError.InvalidRequest, LongWriterError.SettingsChanged), (refused.Error, changed.Error));
        Assert.Equal([PairOutcome.Second, PairOutcome.Tie, PairOutcome.Second, PairOutcome.Second], verdicts.Select(static v => v.Outcome));
        // three pairs in two orders; the tie is kept
        Assert.Equal(6, client.Calls.Count);
        Assert.Equal(5, File.ReadLines(path).Count());
        Assert.All(verdicts, static v => Assert.Equal("judge-1", v.Judge));
    }

    [Fact]
    public async Task A_result_of_pairs_names_the_judge_and_what_went_wrong()
    {
        using var client = new TestChatClient(static _ => "both are nice") { Service = Named("judge-1") };
        Prediction[] rows = [Row("1")];
        var run = EvaluationRun.Evaluate("a", new(rows, []));

        var result = RunComparison.Of(run, EvaluationRun.Evaluate("b", new(rows, [])), await new PairwiseJudge(client, new() { InFlight = 1, JudgeSettings = "provider=x" }).CompareAsync(rows, rows)).Pairwise!;

        Assert.Equal(1, result.Failed);
        Assert.StartsWith("judge-1 attempts=3 ", Assert.Single(result.Judges), StringComparison.Ordinal);
        Assert.Contains("provider=x", result.Judges[0], StringComparison.Ordinal);
        Assert.All(result.Faults, static f => Assert.Equal("1: There is no JSON object in the answer.", f));
        Assert.Equal(2, result.Faults.Count);
    }

    [Fact]
    public void Options_out_of_range_are_told()
    {
        using var client = new TestChatClient(Array.Empty<string>());

        foreach (var options in new QualityJudgeOptions[] { new() { Votes = 0 }, new() { Attempts = 0 }, new() { InFlight = 0 }, new() { Temperature = -1 }, new() { MaxOutputTokens = 0 } })
            Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(() => new QualityJudge(client, options)).Error);
    }

    private static Func<Type, object?> Named(string model) => type => type == typeof(ChatClientMetadata) ? new ChatClientMetadata(defaultModelId: model) : null;

    /// <summary>Gives answers in order and keeps the roles of the messages that it was asked with.</summary>
    private sealed class CountingClient(params string[] answers) : DelegatingChatClient(new TestChatClient(answers))
    {
        public List<string> Roles { get; } = [];

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Roles.Add(string.Join(' ', messages.Select(static m => m.Role.Value)));
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }
    }

    private static Prediction Row(string id) => new(id, "Write four words.", "two words") { Length = 4 };

    private static string Vote(int score) => $$"""{"Analysis": "a", "Relevance": {{score}}, "Accuracy": {{score}}, "Coherence": {{score}}, "Clarity": {{score}}, "Breadth and Depth": {{score}}, "Reading Experience": {{score}}}""";
}
