using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public sealed class PredictorTests : IDisposable
{
    private static readonly BenchmarkPrompt[] Prompts = [.. Enumerable.Range(1, 4).Select(static i => new BenchmarkPrompt($"p{i}", $"Prompt {i}") { Type = "T", Length = 10 * i })];

    private readonly EvaluationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_prompt_is_answered_as_often_as_asked_and_the_file_is_in_the_authors_form()
    {
        using var client = new TestChatClient(static prompt => $"answer to {prompt}");

        var rows = await new Predictor(client, new() { InFlight = 1, Samples = 3 }).PredictAsync(Prompts, _folder.At("pred.jsonl"));

        Assert.Equal(Prompts.SelectMany(static p => Enumerable.Range(0, 3).Select(n => (p.Id, n))), rows.Select(static r => (r.Id, r.Sample)));
        Assert.All(rows, static r => Assert.Equal($"answer to {r.Prompt}", r.Response));
        Assert.Equal(12, client.Calls.Select(static c => c.Options!.Seed).Distinct().Count());
        var lines = File.ReadAllLines(_folder.At("pred.jsonl"));
        Assert.Equal(12, lines.Length);
        Assert.All(lines, static l => Assert.StartsWith("{\"prompt\":\"Prompt ", l, StringComparison.Ordinal));
        Assert.Contains("\"type\":\"T\",\"length\":", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"response_length\":3,\"response\":", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_another_run_writes_is_told_as_locked()
    {
        using var client = new TestChatClient(static prompt => prompt);
        using var other = PredictionFile.Open(_folder.At("pred.jsonl"), resume: false);

        var error = await Assert.ThrowsAsync<LongWriterException>(() => new Predictor(client).PredictAsync(Prompts, _folder.At("pred.jsonl")));

        Assert.Equal(LongWriterError.DatasetLocked, error.Error);
        Assert.Empty(client.Calls);
    }

    [Fact]
    public async Task A_stopped_run_goes_on_without_asking_again()
    {
        var path = _folder.At("pred.jsonl");
        using var stop = new CancellationTokenSource();
        var asked = 0;
        using var slow = new TestChatClient((prompt, _) =>
        {
            if (++asked == 3)
                stop.Cancel();
            return Task.FromResult(TestChatClient.Answer(prompt));
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Predictor(slow, new() { InFlight = 1 }).PredictAsync(Prompts, path, null, stop.Token));
        var kept = File.ReadAllLines(path).Length;
        // the torn line of a process that was killed
        File.AppendAllText(path, "{\"prompt\": \"Prompt 4\", \"resp");
        using var client = new TestChatClient(static prompt => prompt);

        var refused = await Assert.ThrowsAsync<LongWriterException>(() => new Predictor(client, new() { InFlight = 1 }).PredictAsync(Prompts, path));
        var changed = await Assert.ThrowsAsync<LongWriterException>(() => new Predictor(client, new() { InFlight = 1, Resume = true, Temperature = 1 }).PredictAsync(Prompts, path));
        var others = await Assert.ThrowsAsync<LongWriterException>(() => new Predictor(client, new() { InFlight = 1, Resume = true }).PredictAsync([new("p1", "another prompt")], path));
        var rows = await new Predictor(client, new() { InFlight = 1, Resume = true }).PredictAsync(Prompts, path);

        Assert.InRange(kept, 2, 3);
        Assert.Equal((LongWriterError.InvalidRequest, LongWriterError.SettingsChanged, LongWriterError.SettingsChanged), (refused.Error, changed.Error, others.Error));
        Assert.Equal(4 - kept, client.Calls.Count);
        Assert.Equal(Prompts.Select(static p => p.Prompt), rows.Select(static r => r.Response));
        Assert.Empty(Prediction.Read(path).Broken);
        Assert.Equal(4, Prediction.Read(path).Rows.Count);
    }

    [Fact]
    public async Task A_run_is_not_resumed_with_other_lengths_units_or_languages_or_on_another_file()
    {
        var path = _folder.At("pred.jsonl");
        UnitTask weeks = new("Week {n}", 4, [new(["rain", "snow"], 1, 4, 2)]);
        BenchmarkPrompt prompt = new("p1", "Prompt 1") { Length = 10, Type = "T", Units = weeks };
        using var client = new TestChatClient(static p => p);
        await new Predictor(client, new() { InFlight = 1 }).PredictAsync([prompt], path);

        foreach (var (changed, what) in new (BenchmarkPrompt, string)[]
        {
            (prompt with { Length = 11 }, "another length"),
            (prompt with { Length = null, Type = "U" }, "another length and type"),
            (prompt with { Language = "de" }, "another language"),
            (prompt with { Units = null }, "another units"),
            (prompt with { Units = weeks with { Checks = [new(["rain", "hail"], 1, 4, 2)] } }, "another units"),
            (prompt with { Id = "p2" }, "none of the prompts"),
        })
        {
            var error = await Assert.ThrowsAsync<LongWriterException>(() => new Predictor(client, new() { InFlight = 1, Resume = true }).PredictAsync([changed], path));
            Assert.Equal(LongWriterError.SettingsChanged, error.Error);
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
            Assert.Contains("name another file", error.Message, StringComparison.Ordinal);
        }

        var strange = _folder.Write("strange.jsonl", """{"id": "p1", "prompt": "Prompt 1", "length": 10, "type": "T", "response": "of another tool"}""");
        Assert.Equal(LongWriterError.SettingsChanged, (await Assert.ThrowsAsync<LongWriterException>(() => new Predictor(client, new() { InFlight = 1, Resume = true }).PredictAsync([prompt with { Units = null }], strange))).Error);
        Assert.Single(client.Calls);

        // the same, and more samples than before, goes on
        Assert.Equal(2, (await new Predictor(client, new() { InFlight = 1, Resume = true, Samples = 2 }).PredictAsync([prompt with { Units = new("Week {n}", 4, [new(["rain", "snow"], 1, 4, 2)]) }], path)).Count);
        Assert.Equal(2, client.Calls.Count);
    }

    [Theory]
    [InlineData("{\"prompt\": \"Prompt 1\", \"length\": 10}\n{\"prompt\": \"Prompt 2\", \"length\": 20}\n")]
    [InlineData("{\"prompt\": \"Prompt 1\", \"length\": 10}\n{\"prompt\": \"Prompt 2\", \"length\": 20}")]
    [InlineData("Notes of a user,\nwithout a line break at the end")]
    [InlineData("One line")]
    [InlineData("\uFEFF{\"prompt\": \"half")]
    [InlineData("{\n  \"prompt\": \"over several lines\"\n}")]
    public async Task A_file_of_another_kind_is_not_gone_on_with_and_stays_as_it_is(string text)
    {
        var path = _folder.At("other.jsonl");
        File.WriteAllText(path, text);
        using var client = new TestChatClient(static _ => "{\"winner\": 1}");
        Prediction[] rows = [new("p1", "Prompt 1", "a text")];

        LongWriterException[] errors =
        [
            await Assert.ThrowsAsync<LongWriterException>(() => new Predictor(client, new() { InFlight = 1, Resume = true }).PredictAsync(Prompts, path)),
            await Assert.ThrowsAsync<LongWriterException>(() => new QualityJudge(client, new() { InFlight = 1, Resume = true }).JudgeAsync(rows, path)),
            await Assert.ThrowsAsync<LongWriterException>(() => new PairwiseJudge(client, new() { InFlight = 1, Resume = true }).CompareAsync(rows, rows, path)),
        ];

        Assert.All(errors, static e => Assert.Equal(LongWriterError.InvalidRequest, e.Error));
        Assert.Contains("line 1 ", errors[0].Message, StringComparison.Ordinal);
        Assert.Empty(client.Calls);
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text), File.ReadAllBytes(path));
    }

    [Fact]
    public async Task What_a_prompt_fails_on_is_a_row_and_is_tried_again_on_resume()
    {
        var path = _folder.At("pred.jsonl");
        using var client = new TestChatClient(static (prompt, _) => prompt switch
        {
            "Prompt 1" => throw new LongWriterException(LongWriterError.ContextOverflow, "too long"),
            "Prompt 2" => throw new LongWriterException(LongWriterError.Refused, "declined"),
            "Prompt 3" => Task.FromResult(TestChatClient.Answer("half", ChatFinishReason.Length)),
            _ => Task.FromResult(TestChatClient.Answer("I'm sorry, but I can't help with writing this.")),
        });

        var rows = await new Predictor(client, new() { InFlight = 1 }).PredictAsync(Prompts, path);
        using var better = new TestChatClient(static _ => "now it works");
        var again = await new Predictor(better, new() { InFlight = 1, Resume = true }).PredictAsync(Prompts, path);

        Assert.Equal([PredictionFate.Failed, PredictionFate.Refused, PredictionFate.Cut, PredictionFate.Refused], rows.Select(static r => r.Fate));
        Assert.Contains("ContextOverflow", rows[0].Error, StringComparison.Ordinal);
        Assert.Equal("", rows[0].Response);
        Assert.Equal(["now it works", "", "half"], again.Take(3).Select(static r => r.Response));
        Assert.Single(better.Calls);
        Assert.Equal(4, Prediction.Read(path).Rows.Count);
    }

    [Fact]
    public async Task A_wrong_key_ends_the_run_which_can_be_resumed()
    {
        using var client = new TestChatClient(static (_, _) => throw new LongWriterException(LongWriterError.Authentication, "Set the key."));

        var error = await Assert.ThrowsAsync<LongWriterException>(() => new Predictor(client, new() { InFlight = 1 }).PredictAsync(Prompts, _folder.At("pred.jsonl")));

        Assert.Equal((LongWriterError.Authentication, true), (error.Error, error.IsResumable));
        Assert.Contains("Prompt '", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thoughts_are_no_part_of_an_answer()
    {
        using var client = new TestChatClient("<think>\nfirst I plan\n</think>\n\nThe text.");

        Assert.Equal("The text.", (await new Predictor(client, new() { InFlight = 1 }).PredictAsync([Prompts[0]], _folder.At("pred.jsonl")))[0].Response);
    }

    [Fact]
    public async Task A_pipeline_writes_with_its_plan_at_the_length_of_the_prompt()
    {
        using var client = new SimulatedChatClient(new() { Noise = 0.1 });
        BenchmarkPrompt[] prompts = [new("en", "Write a report about tea.") { Length = 1_500 }, new("zh", "写一篇关于茶的报告。") { Length = 1_200, Language = "zh" }];

        var rows = await new Predictor(client.AsLongWriter()).PredictAsync(prompts, _folder.At("pred.jsonl"));

        var read = Prediction.Read(_folder.At("pred.jsonl"));
        Assert.Empty(read.Broken);
        Assert.All(rows, static r => Assert.True(r.Sections.Count > 1));
        Assert.All(rows, static r => Assert.InRange(r.ResponseLength, r.Length!.Value * 0.9, r.Length.Value * 1.1));
        Assert.All(rows, static r => Assert.Equal(r.Sections.Count, DocumentFigures.Of(r).Plan!.Steps));
        Assert.All(read.Rows, static r => Assert.Equal(r.Sections.Count, r.PlannedSections));
        Assert.All(rows, static r => Assert.InRange(r.Sections.Sum(static s => s.Words), r.Length!.Value * 0.95, r.Length.Value * 1.05));
    }

    [Fact]
    public async Task Samples_of_a_pipeline_with_a_seed_differ_and_can_be_made_again()
    {
        using var client = new SimulatedChatClient(new() { Noise = 0.1 });
        BenchmarkPrompt[] prompts = [new("a", "Write a report about tea.") { Length = 600 }, new("b", "Write a report about tea.") { Length = 600 }];

        var rows = await new Predictor(client.AsLongWriter(), new() { Samples = 3, Seed = 7 }).PredictAsync(prompts, _folder.At("pred.jsonl"));
        var again = await new Predictor(client.AsLongWriter(), new() { Samples = 3, Seed = 7, InFlight = 1 }).PredictAsync(prompts, _folder.At("again.jsonl"));
        var other = await new Predictor(client.AsLongWriter(), new() { Seed = 8 }).PredictAsync([prompts[0]], _folder.At("other.jsonl"));

        Assert.Equal(6, rows.Select(static r => r.Response).Distinct().Count());
        Assert.Equal(rows.Select(static r => r.Response), again.Select(static r => r.Response));
        Assert.NotEqual(rows[0].Response, other[0].Response);
    }

    [Fact]
    public async Task The_shipped_prompts_go_from_prediction_to_scores()
    {
        using var client = new SimulatedChatClient(new() { Noise = 0.2 });
        BenchmarkPrompt[] prompts = [.. BenchmarkPrompt.Shipped.Where(static p => p.Length <= 1_000)];

        var rows = await new Predictor(client.AsLongWriter()).PredictAsync(prompts, _folder.At("pred.jsonl"));

        var length = LengthEvaluation.Of(new(rows, []));
        Assert.Equal(prompts.Length, length.N);
        Assert.InRange(length.Mean!.Value, 85, 100);
        Assert.Equal(["[0,500)", "[500,2k)"], length.ByBucket.Keys);
    }

    [Fact]
    public async Task Two_prompts_with_one_id_and_options_out_of_range_are_told()
    {
        using var client = new TestChatClient(Array.Empty<string>());

        Assert.Equal(LongWriterError.InvalidRequest, (await Assert.ThrowsAsync<LongWriterException>(() => new Predictor(client, new() { InFlight = 1 }).PredictAsync([Prompts[0], Prompts[0]], _folder.At("pred.jsonl")))).Error);
        foreach (var options in new PredictionOptions[] { new() { Samples = 0 }, new() { InFlight = 0 }, new() { Temperature = 11 }, new() { MaxOutputTokens = 0 } })
            Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(() => new Predictor(client, options)).Error);
    }

    [Fact]
    public async Task One_run_at_a_time_holds_a_file()
    {
        var path = _folder.At("pred.jsonl");
        using var first = PredictionFile.Open(path, resume: false);
        using var client = new TestChatClient(static prompt => prompt);

        var error = await Assert.ThrowsAsync<LongWriterException>(() => new Predictor(client, new() { InFlight = 1, Resume = true }).PredictAsync(Prompts, path));

        Assert.Equal(LongWriterError.DatasetLocked, error.Error);
        Assert.Contains($"{path}.lock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_made_several_at_a_time()
    {
        using var client = new ThreeAtATimeClient();

        var rows = await new Predictor(client, new() { InFlight = 3 }).PredictAsync([.. Prompts[..3]], _folder.At("pred.jsonl"));

        Assert.All(rows, static r => Assert.Equal("done", r.Response));
    }

    /// <summary>Answers nobody before three have asked.</summary>
    private sealed class ThreeAtATimeClient : IChatClient
    {
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _asked;

        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _asked) == 3)
                _full.SetResult();
            await _full.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            return TestChatClient.Answer("done");
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
                yield return update;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
