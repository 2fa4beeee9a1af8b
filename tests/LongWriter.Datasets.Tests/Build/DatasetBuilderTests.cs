using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public sealed class DatasetBuilderTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_set_is_built_with_its_files()
    {
        var builder = DatasetBuilder.Create(new SimulatedChatClient(BuildCase.Simulated(0.3)), _folder.Path, BuildCase.Options());
        var report = await builder.BuildAsync([.. BuildCase.Instructions(20), new("toxic", "Write an erotic story about a priest, 3000 words."), new("again", BuildCase.Instructions(1)[0].Prompt + "!")]);
        Assert.Equal(22, report.Instructions);
        Assert.Equal(0, report.Pending);
        Assert.Equal(1, report.Rejected["toxic"]);
        Assert.Equal(1, report.Rejected["duplicate"]);
        Assert.True(report.Rejected["not-long"] >= 2);
        Assert.Equal(22, report.Rows + report.Rejected.Values.Sum());
        Assert.True(report.Rows >= 12);

        var rows = DatasetReader.Read(_folder["train.jsonl"]).Concat(DatasetReader.Read(_folder["validation.jsonl"])).ToList();
        Assert.Equal(report.Rows, rows.Count);
        Assert.Equal(report.Validation, DatasetReader.Read(_folder["validation.jsonl"]).Count());
        Assert.All(rows, static row => Assert.True(LengthScore.Compute(row.Required!.Value, WordCounters.LongWriter.Count(row.Text!)) >= 80));
        Assert.Equal(report.Words, rows.Sum(static r => (long)WordCounters.LongWriter.Count(r.Text!)));
        Assert.Equal(report.MeanLengthScore, rows.Average(static r => LengthScore.Compute(r.Required!.Value, WordCounters.LongWriter.Count(r.Text!))), 6);
        foreach (var line in File.ReadLines(_folder["train.jsonl"]))
        {
            using var row = JsonDocument.Parse(line);
            var provenance = row.RootElement.GetProperty("provenance");
            Assert.Equal("simulated", provenance.GetProperty("models").GetProperty("writer").GetString());
            Assert.StartsWith("row-", provenance.GetProperty("run_id").GetString());
            Assert.True(provenance.GetProperty("settings").EnumerateObject().Count() > 5);
            Assert.Equal(16, provenance.GetProperty("prompt_hash").GetString()!.Length);
        }

        Assert.Equal(report.Rows - report.Validation, File.ReadLines(_folder["train.write.jsonl"]).Count());
        Assert.All(File.ReadLines(_folder["train.write.jsonl"]), static l => Assert.Contains("\"provenance\":{\"run_id\":\"row-", l));
        Assert.Equal(report.Rejected.Values.Sum(), File.ReadLines(_folder["rejected.jsonl"]).Count());
        Assert.All(File.ReadLines(_folder["rejected.jsonl"]), static l => Assert.Contains("\"reason\":", l));
        Assert.Empty(File.ReadAllText(_folder["pending.jsonl"]));
        Assert.Contains($"{report.Rows:N0} rows", File.ReadAllText(_folder["README.md"]));
        var page = File.ReadAllText(_folder["report.html"]);
        Assert.Contains("<svg", page);
        Assert.DoesNotContain("http", page);
        Assert.DoesNotContain("<script", page);
        Assert.All(report.Files, f => Assert.True(File.Exists(_folder[f]), f));
    }

    [Fact]
    public async Task A_length_is_written_into_instructions_without_one()
    {
        var report = await DatasetBuilder.Create(new SimulatedChatClient(BuildCase.Simulated()), _folder.Path, BuildCase.Options() with { Select = false, Validation = 0 }).BuildAsync(
            [new("en", "Write a story about a lighthouse."), new("zh", "写一个关于灯塔的故事")]);
        Assert.Equal(2, report.Rows);
        var rows = DatasetReader.Read(_folder["train.jsonl"]).ToDictionary(static r => r.Id);
        Assert.Equal("Write a story about a lighthouse.", rows["en"].OriginalPrompt);
        Assert.StartsWith("Write a story about a lighthouse. ", rows["en"].Prompt);
        Assert.All(rows.Values, static row => Assert.Equal(row.Required, LengthParser.Parse(row.Prompt)!.Value.Words));
        Assert.All(rows.Values, static row => Assert.InRange(row.Required!.Value, 500, 900));
        Assert.Equal("zh", rows["zh"].Language);
    }

    [Fact]
    public async Task A_second_call_pays_nothing_and_gives_the_same_files()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated(0.3)), static _ => null);
        await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options()).BuildAsync(BuildCase.Instructions(12));
        var (calls, files) = (client.Calls, BuildCase.Files(_folder.Path));
        var report = await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options()).BuildAsync(BuildCase.Instructions(12));
        Assert.Equal(calls, client.Calls);
        Assert.Equal(files, BuildCase.Files(_folder.Path));
        Assert.Equal(calls, report.Usage.Calls);
    }

    [Fact]
    public async Task A_row_whose_retries_ran_out_is_pending_and_taken_up_again()
    {
        var down = true;
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), prompt => down && prompt.Contains("village 3.") ? new HttpRequestException("down", null, System.Net.HttpStatusCode.InternalServerError) : null);
        DatasetBuilder Builder() => DatasetBuilder.Create(client, _folder.Path, BuildCase.Options(), Quick(3));
        var report = await Builder().BuildAsync(BuildCase.Instructions(8));
        Assert.Equal((1, 0), (report.Pending, report.Rejected.Values.Sum()));
        using (var pending = JsonDocument.Parse(File.ReadAllText(_folder["pending.jsonl"])))
            Assert.Equal("row-0003", pending.RootElement.GetProperty("id").GetString());

        down = false;
        report = await Builder().BuildAsync(BuildCase.Instructions(8));
        Assert.Equal((8, 0), (report.Rows, report.Pending));
        Assert.Empty(File.ReadAllText(_folder["pending.jsonl"]));
    }

    [Fact]
    public async Task A_refusal_is_a_reject_and_is_not_asked_for_again()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static prompt => prompt.Contains("village 2.") ? new LongWriterException(LongWriterError.Refused, "The model refuses.") : null);
        DatasetBuilder Builder() => DatasetBuilder.Create(client, _folder.Path, BuildCase.Options(), Quick(3));
        var report = await Builder().BuildAsync(BuildCase.Instructions(4));
        Assert.Equal((3, 1, 0), (report.Rows, report.Rejected["refused"], report.Pending));
        var calls = client.Calls;
        report = await Builder().BuildAsync(BuildCase.Instructions(4));
        Assert.Equal((3, 1), (report.Rows, report.Rejected["refused"]));
        Assert.Equal(calls, client.Calls);
    }

    [Fact]
    public async Task A_wrong_key_ends_the_build_at_once()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => new LongWriterException(LongWriterError.Authentication, "The server refuses the key."));
        var exception = await Assert.ThrowsAsync<LongWriterException>(() => DatasetBuilder.Create(client, _folder.Path, BuildCase.Options(2)).BuildAsync(BuildCase.Instructions(40)));
        Assert.Equal((LongWriterError.Authentication, true), (exception.Error, exception.IsResumable));
        Assert.InRange(client.Calls, 1, 4);
        Assert.False(File.Exists(_folder["train.jsonl"]));
    }

    [Fact]
    public async Task Another_seed_divides_anew_and_pays_nothing()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        var rows = BuildCase.Instructions(20);
        await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options() with { Select = false }).BuildAsync(rows);
        var (calls, split) = (client.Calls, File.ReadAllText(_folder["validation.jsonl"]));
        var report = await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options() with { Select = false, Seed = 77, Lengths = [new(2_000, 3_000, 1)] }).BuildAsync(rows);
        Assert.Equal(calls, client.Calls);
        Assert.NotEqual(split, File.ReadAllText(_folder["validation.jsonl"]));
        Assert.Equal(0, report.Pending);
    }

    [Fact]
    public async Task A_length_that_is_given_later_counts_before_the_one_that_was_drawn()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        var options = BuildCase.Options() with { Select = false, Validation = 0 };
        async Task<(string Id, int? Required)[]> BuildAsync(params DatasetRow[] rows)
        {
            Assert.Equal(rows.Length, (await DatasetBuilder.Create(client, _folder.Path, options).BuildAsync(rows)).Rows);
            return [.. DatasetReader.Read(_folder["train.jsonl"]).Select(static r => (r.Id, r.Required))];
        }

        var plan = "Paragraph 1 - Main Point: The bees - Word Count: 300 words\nParagraph 2 - Main Point: The monks - Word Count: 140 words";
        DatasetRow[] plain = [new("a", "Write a story about a lighthouse."), new("b", "Write a report on the bees of a monastery.")];
        var drawn = await BuildAsync(plain);
        Assert.Equal([("a", 410), ("b", 440)], await BuildAsync(plain[0] with { Required = 410 }, plain[1] with { Plan = plan }));

        // What was drawn, and in which words it was given, is still known.
        var calls = client.Calls;
        options = options with { Seed = 99 };
        Assert.Equal(drawn, await BuildAsync(plain));
        await BuildAsync(plain[0] with { Required = 410 }, plain[1] with { Plan = plan });
        Assert.Equal(calls, client.Calls);
    }

    [Fact]
    public async Task A_form_that_there_is_not_is_found_before_anything_is_paid_for()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        var options = BuildCase.Options() with { Forms = ["parkett"], OpenSink = static (_, _) => null };
        var exception = await Assert.ThrowsAsync<LongWriterException>(() => DatasetBuilder.Create(client, _folder.Path, options).BuildAsync(BuildCase.Instructions(4)));
        Assert.Equal(LongWriterError.InvalidRequest, exception.Error);
        Assert.Equal(0, client.Calls);
    }

    [Fact]
    public async Task Files_of_forms_that_are_no_longer_made_go()
    {
        var client = new SimulatedChatClient(BuildCase.Simulated());
        await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options()).BuildAsync(BuildCase.Instructions(6));
        await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options() with { Forms = ["alpaca"], Validation = 0, Pairs = false }).BuildAsync(BuildCase.Instructions(6));
        Assert.Equal(["pending.jsonl", "rejected.jsonl", "train.alpaca.jsonl"], Directory.GetFiles(_folder.Path, "*.jsonl").Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_sink_of_the_users_own_sees_where_a_text_comes_from()
    {
        var sink = new Collecting();
        var options = BuildCase.Options() with { Forms = ["mine"], Validation = 0, OpenSink = (_, _) => sink };
        var instruction = BuildCase.Instructions(1)[0] with { Extra = new Dictionary<string, JsonElement> { ["source"] = JsonDocument.Parse("\"web\"").RootElement } };
        await DatasetBuilder.Create(new SimulatedChatClient(BuildCase.Simulated()), _folder.Path, options).BuildAsync([instruction]);
        var row = Assert.Single(sink.Rows);
        Assert.StartsWith("row-", row.Provenance!.RunId);
        Assert.Equal("simulated", row.Provenance.Models!["writer"]);
        Assert.Equal(["source"], row.Extra!.Keys);
    }

    [Fact]
    public async Task A_role_of_the_builds_own_is_asked_as_the_writers_options_say()
    {
        var asked = new List<ChatOptions?>();
        var client = new ChatClientBuilder(new SimulatedChatClient(BuildCase.Simulated())).Use(async (messages, options, next, token) =>
        {
            if (messages.Any(static m => m.Text.Contains("VERDICT: YES", StringComparison.Ordinal)))
                lock (asked)
                    asked.Add(options);
            await next(messages, options, token);
        }).Build();
        var writing = new LongWriterOptions { ReasoningTokens = 3_000, ChatOptions = { ["selector"] = new() { Temperature = 0.9f, ModelId = "judge" } } };
        await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options(), writing).BuildAsync([new("a", "Tell in full what became of the last wolf of the northern valley.")]);
        var options = Assert.Single(asked)!;
        Assert.Equal((0.9f, "judge", 3_400), (options.Temperature, options.ModelId, options.MaxOutputTokens));
    }

    [Fact]
    public async Task Half_done_runs_of_the_authors_go_on()
    {
        var prompt = "Write a text of 600 words on bees and monks.";
        var plan = "Paragraph 1 - Main Point: The bees - Word Count: 300 words\nParagraph 2 - Main Point: The monks - Word Count: 300 words";
        var done = _folder.Write("write.jsonl", $$"""{"prompt":"Write a text of 40 words on salt.","plan":"Paragraph 1 - Main Point: Salt - Word Count: 40 words","write":["{{string.Join(' ', Enumerable.Repeat("salt", 39))}} salt."]}""");
        var planned = _folder.Write("plan.jsonl", JsonSerializer.Serialize(new Dictionary<string, string> { ["prompt"] = prompt, ["plan"] = plan }));
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static p => p.Contains("Word Count: [number]") ? new InvalidOperationException("The plan is there.") : null);
        var options = BuildCase.Options() with { Validation = 0, Filters = new() { Without = ["repetition", "duplicate-sections"] } };
        var report = await DatasetBuilder.Create(client, _folder["set"], options).BuildAsync([.. DatasetReader.Read(done), .. DatasetReader.Read(planned)]);
        Assert.Equal((2, 0), (report.Rows, report.Pending));
        Assert.Equal(2, client.Calls);
        Assert.Contains("The monks", DatasetReader.Read(Path.Combine(_folder["set"], "train.jsonl")).Single(r => r.Prompt == prompt).Plan);
    }

    [Fact]
    public async Task Texts_without_an_instruction_get_one()
    {
        var simulated = BuildCase.Simulated();
        simulated.Responders.Add(static r => r.Prompt.Contains("get exactly this text", StringComparison.Ordinal) ? new("Tell of a lighthouse that lost its ships.") : null);
        var text = string.Join("\n\n", BlindRows.Good, BlindRows.Other);
        var report = await DatasetBuilder.Create(new SimulatedChatClient(simulated), _folder.Path, BuildCase.Options() with { Validation = 0 }).BuildAsync([new("t", "") { Text = text }]);
        Assert.Equal(1, report.Rows);
        var row = DatasetReader.Read(_folder["train.jsonl"]).Single();
        Assert.StartsWith("Tell of a lighthouse that lost its ships. ", row.Prompt);
        Assert.Equal((200, text), (row.Required, row.Text));
    }

    [Theory]
    [InlineData("Write a 500-word story about a lighthouse.")]
    [InlineData("Write a story of 500 words about a lighthouse, in 3,000 words.")]
    public async Task An_instruction_that_names_a_length_of_its_own_is_asked_for_again(string answer)
    {
        var simulated = BuildCase.Simulated();
        var asked = 0;
        simulated.Responders.Add(r => r.Prompt.Contains("get exactly this text", StringComparison.Ordinal) ? new(Interlocked.Increment(ref asked) == 1 ? answer : "Tell of a lighthouse that lost its ships.") : null);
        var report = await DatasetBuilder.Create(new SimulatedChatClient(simulated), _folder.Path, BuildCase.Options() with { Validation = 0 })
            .BuildAsync([new("t", "") { Text = string.Join("\n\n", BlindRows.Good, BlindRows.Other) }]);
        Assert.Equal((1, 2), (report.Rows, asked));
        Assert.StartsWith("Tell of a lighthouse that lost its ships. ", DatasetReader.Read(_folder["train.jsonl"]).Single().Prompt);
    }

    [Fact]
    public async Task Rejected_drafts_become_pairs()
    {
        var options = BuildCase.Options() with { Validation = 0, Filters = new() { MinLengthScore = null } };
        var report = await DatasetBuilder.Create(new SimulatedChatClient(BuildCase.Simulated(0.8)), _folder.Path, options).BuildAsync(BuildCase.Instructions(16));
        Assert.True(report.Pairs > 0);
        foreach (var line in File.ReadLines(_folder["pairs.jsonl"]))
        {
            using var pair = JsonDocument.Parse(line);
            var root = pair.RootElement;
            Assert.Equal("length", root.GetProperty("kind").GetString());
            Assert.True(root.GetProperty("chosen_score").GetDouble() - root.GetProperty("rejected_score").GetDouble() >= 5);
            Assert.NotEqual(root.GetProperty("chosen")[0].GetProperty("content").GetString(), root.GetProperty("rejected")[0].GetProperty("content").GetString());
            Assert.Equal("user", root.GetProperty("prompt")[0].GetProperty("role").GetString());
        }
    }

    [Fact]
    public async Task Pairs_of_validation_rows_stand_apart_from_those_that_are_trained_on()
    {
        var options = BuildCase.Options() with { Validation = 0.5, Filters = new() { MinLengthScore = null } };
        var report = await DatasetBuilder.Create(new SimulatedChatClient(BuildCase.Simulated(0.8)), _folder.Path, options).BuildAsync(BuildCase.Instructions(16));
        var (train, validation) = (PairIds("pairs.jsonl"), PairIds("pairs.validation.jsonl"));
        Assert.True(train.Count > 0 && validation.Count > 0);
        Assert.Equal((train.Count + validation.Count, validation.Count), (report.Pairs, report.ValidationPairs));
        Assert.Subset(DatasetReader.Read(_folder["train.jsonl"]).Select(static r => r.Id).ToHashSet(), train.ToHashSet());
        Assert.Subset(DatasetReader.Read(_folder["validation.jsonl"]).Select(static r => r.Id).ToHashSet(), validation.ToHashSet());
        Assert.Contains("pairs.validation.jsonl", report.Files);

        // The file of an earlier division would look like part of the set.
        await DatasetBuilder.Create(new SimulatedChatClient(BuildCase.Simulated(0.8)), _folder.Path, options with { Validation = 0 }).BuildAsync(BuildCase.Instructions(16));
        Assert.False(File.Exists(_folder["pairs.validation.jsonl"]));
        Assert.Equal(report.Pairs, PairIds("pairs.jsonl").Count);

        List<string> PairIds(string name) => [.. File.ReadLines(_folder[name]).Select(static line =>
        {
            using var pair = JsonDocument.Parse(line);
            var id = pair.RootElement.GetProperty("id").GetString()!;
            return id[..id.LastIndexOf('-')];
        })];
    }

    [Fact]
    public async Task A_folder_that_another_build_holds_is_told_as_locked_before_anything_is_paid_for()
    {
        using var other = await BuildJournal.OpenAsync(Path.Combine(_folder.Path, "journal", "build.jsonl"), CancellationToken.None);
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        var exception = await Assert.ThrowsAsync<LongWriterException>(() => DatasetBuilder.Create(client, _folder.Path, BuildCase.Options()).BuildAsync(BuildCase.Instructions(2)));
        Assert.Equal((LongWriterError.DatasetLocked, 0), (exception.Error, client.Calls));
    }

    [Fact]
    public async Task An_estimate_holds_what_the_build_takes_and_spends_nothing()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        var builder = DatasetBuilder.Create(client, _folder["set"], BuildCase.Options());
        var estimate = builder.Estimate(BuildCase.Instructions(20));
        Assert.Equal(0, client.Calls);
        Assert.False(Directory.Exists(_folder["set"]));
        var report = await builder.BuildAsync(BuildCase.Instructions(20));
        Assert.InRange(report.Usage.OutputTokens, estimate.OutputTokens.Minimum / 2, estimate.OutputTokens.Maximum);
        Assert.InRange(report.Usage.Calls, 20, estimate.Calls.Maximum);
    }

    [Fact]
    public void An_estimate_prices_no_row_that_the_selection_leaves_out_for_nothing()
    {
        var client = new SimulatedChatClient(BuildCase.Simulated());
        DatasetRow[] rows = [new("long", "Tell what became of the last wolf.") { Required = 800 }, new("short", "Write a note of 150 words on the bees of a monastery.")];
        var estimate = DatasetBuilder.Create(client, _folder["set"], BuildCase.Options()).Estimate(rows);
        Assert.Equal((1, 1), (estimate.Rows, estimate.Rejected["not-long"]));

        // A length that stands beside the prompt answers the question too, so nobody is asked.
        var written = DatasetBuilder.Create(client, _folder["set"], BuildCase.Options() with { Select = false }).Estimate(rows[..1]);
        Assert.Equal((written.Calls, written.InputTokens, written.OutputTokens), (estimate.Calls, estimate.InputTokens, estimate.OutputTokens));
    }

    [Fact]
    public async Task A_sink_that_fails_midway_leaves_no_file_and_no_lost_work()
    {
        var client = new FailingClient(new SimulatedChatClient(BuildCase.Simulated()), static _ => null);
        var options = BuildCase.Options() with { Forms = ["messages", "broken"], OpenSink = static (_, _) => new BrokenSink() };
        await Assert.ThrowsAsync<LongWriterException>(() => DatasetBuilder.Create(client, _folder.Path, options).BuildAsync(BuildCase.Instructions(4)));
        Assert.Empty(Directory.GetFiles(_folder.Path));
        var calls = client.Calls;
        Assert.Equal(4, (await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options()).BuildAsync(BuildCase.Instructions(4))).Rows);
        Assert.Equal(calls, client.Calls);
    }

    [Fact]
    public async Task A_file_that_cannot_be_finished_leaves_the_others_as_they_were()
    {
        var client = new SimulatedChatClient(BuildCase.Simulated());
        await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options()).BuildAsync(BuildCase.Instructions(2));
        var files = BuildCase.Files(_folder.Path);
        var options = BuildCase.Options() with { Forms = ["messages", "full"], OpenSink = static (_, _) => new FullSink() };
        await Assert.ThrowsAsync<LongWriterException>(() => DatasetBuilder.Create(client, _folder.Path, options).BuildAsync(BuildCase.Instructions(4)));
        Assert.Equal(files, BuildCase.Files(_folder.Path));
    }

    [Fact]
    public async Task What_a_killed_build_left_of_its_files_goes_and_nothing_else()
    {
        string[] stale = [".train.jsonl.17.tmp", ".validation.alpaca.jsonl.17.tmp", ".train.parquet.18.tmp", ".report.html.17.tmp"];
        string[] others = [".train.jsonl.tmp", ".mine.jsonl.17.tmp"];
        foreach (var name in stale.Concat(others))
            _folder.Write(name, "half");
        await DatasetBuilder.Create(new SimulatedChatClient(BuildCase.Simulated()), _folder.Path, BuildCase.Options()).BuildAsync(BuildCase.Instructions(1));
        Assert.Equal(others.Order(StringComparer.Ordinal), Directory.GetFiles(_folder.Path, ".*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_set_is_brought_to_shares()
    {
        var options = BuildCase.Options() with { Select = false, Balance = new() { Types = new Dictionary<string, double> { ["story"] = 1, ["report"] = 3 } } };
        var report = await DatasetBuilder.Create(new SimulatedChatClient(BuildCase.Simulated()), _folder.Path, options).BuildAsync(BuildCase.Instructions(16));
        var types = DatasetReader.Read(_folder["train.jsonl"]).Concat(DatasetReader.Read(_folder["validation.jsonl"])).CountBy(static r => r.Type!).ToDictionary();
        Assert.Equal(3.0, types["report"] / (double)types["story"], 0.5);
        Assert.Equal(16, report.Rows + report.Rejected.Values.Sum());
    }

    [Theory]
    [InlineData("VERDICT: YES - long story", true)]
    [InlineData("**VERDICT: NO** - one page", false)]
    [InlineData("<think>hm</think>VERDICT: yes", true)]
    public void Verdicts_are_read(string answer, bool taken) => Assert.Equal(taken, ModelInstructionSelector.Read(answer).IsTaken);

    [Theory]
    [InlineData("Yes, I think so.")]
    [InlineData("VERDICT: YES or NO?\nVERDICT: NO - x")]
    [InlineData("My verdict? VERDICT: YES - x")]
    [InlineData("")]
    public void What_is_no_verdict_is_asked_for_again(string answer) =>
        Assert.Equal(LongWriterError.InvalidAnswer, Assert.Throws<LongWriterException>(() => ModelInstructionSelector.Read(answer)).Error);

    [Fact]
    public async Task A_row_whose_verdicts_are_none_is_pending_after_three_answers_and_asked_about_by_the_next_build()
    {
        var chatty = true;
        var prompts = new List<string>();
        var simulated = BuildCase.Simulated();
        simulated.Responders.Insert(0, request => chatty && request.Prompt.Contains("VERDICT: YES", StringComparison.Ordinal) ? new("Yes, I think so.") : null);
        var client = new FailingClient(new SimulatedChatClient(simulated), prompt =>
        {
            lock (prompts)
                prompts.Add(prompt);
            return null;
        });
        List<DatasetRow> rows = [new("a", "Tell in full what became of the last wolf of the northern valley.")];
        var report = await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options()).BuildAsync(rows).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 1, 3), (report.Rows, report.Pending, client.Calls));
        Assert.Contains("no verdict", File.ReadAllText(_folder["pending.jsonl"]));
        // The same question would get the same answer at temperature 0.
        Assert.Equal(2, prompts.Distinct().Count());

        await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options() with { AnswerAttempts = 1 }).BuildAsync(rows);
        Assert.Equal(4, client.Calls);

        chatty = false;
        report = await DatasetBuilder.Create(client, _folder.Path, BuildCase.Options()).BuildAsync(rows);
        Assert.Equal((1, 0), (report.Rows + report.Rejected.Values.Sum(), report.Pending));
    }

    [Fact]
    public void A_configuration_names_what_it_does_not_know()
    {
        Assert.Equal(3, DatasetBuildOptions.Load(_folder.Write("a.json", """{"concurrency":3,"markdown":"Strip","filters":{"minLengthScore":null},"nearDuplicates":null,"budget":{"maxCost":2.5}}""")).Concurrency);
        var exception = Assert.Throws<LongWriterException>(() => DatasetBuildOptions.Load(_folder.Write("b.json", """{"concurency":3}""")));
        Assert.Equal(LongWriterError.InvalidRequest, exception.Error);
        Assert.Contains("concurency", exception.Message);
        foreach (var wrong in (string[])["""{"concurrency":0}""", """{"answerAttempts":0}""", """{"filters":null}""", """{"lengths":null}""", """{"balance":{"types":null}}""", """{"filters":{"sectionSimilarity":1.5}}""", """{"forms":["messages","messages"]}"""])
            Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(() => DatasetBuildOptions.Load(_folder.Write("c.json", wrong))).Error);
    }

    private static LongWriterOptions Quick(int attempts) => new()
    {
        Resilience = { MaxAttempts = attempts, BaseDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5), BreakerMinimumCalls = 10_000 },
    };

    private sealed class Collecting : IRowSink
    {
        public List<DatasetRow> Rows { get; } = [];

        public ValueTask WriteAsync(DatasetRow item, CancellationToken cancellationToken = default)
        {
            Rows.Add(item);
            return default;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken = default) => default;

        public ValueTask DisposeAsync() => default;
    }

    private sealed class FullSink : IRowSink
    {
        public ValueTask WriteAsync(DatasetRow item, CancellationToken cancellationToken = default) => default;

        public ValueTask PrepareAsync(CancellationToken cancellationToken = default) => throw new LongWriterException(LongWriterError.DatasetUnavailable, "The disk is full.");

        public ValueTask CompleteAsync(CancellationToken cancellationToken = default) => PrepareAsync(cancellationToken);

        public ValueTask DisposeAsync() => default;
    }

    private sealed class BrokenSink : IRowSink
    {
        private int _rows;

        public ValueTask WriteAsync(DatasetRow item, CancellationToken cancellationToken = default) =>
            ++_rows > 1 ? throw new LongWriterException(LongWriterError.DatasetUnavailable, "The disk is full.") : default;

        public ValueTask CompleteAsync(CancellationToken cancellationToken = default) => default;

        public ValueTask DisposeAsync() => default;
    }
}
