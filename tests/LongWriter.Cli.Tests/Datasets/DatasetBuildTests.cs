using System.Text.Json;
using LongWriter.Cli.Tests.Models;

namespace LongWriter.Cli.Tests.Datasets;

public sealed class DatasetBuildTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_set_is_built_and_the_trainer_reads_it_as_it_is()
    {
        var folder = await SmallModel.MakeAsync(_cli);

        var result = await BuildAsync("--form", "messages", "parquet", "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Equal((6, 0), (result.Json.GetProperty("rows").GetInt32() + result.Json.GetProperty("rejected").EnumerateObject().Sum(static r => r.Value.GetInt32()), result.Json.GetProperty("pending").GetInt32()));
        Assert.Equal(1, result.Json.GetProperty("rejected").GetProperty("toxic").GetInt32());
        var tokenizer = ModelTokenizers.Load(folder);
        var file = _cli.At("set/train.jsonl");
        var data = TrainingData.ReadChats([new(file)], tokenizer, ChatTemplates.Get("plain"), new() { MaxLength = 100_000 });
        Assert.Equal(File.ReadAllLines(file).Length, data.Report.Taken);
        Assert.True(data.Report.LearnedTokens > 500);
        Assert.True(File.Exists(_cli.At("set/train.parquet")));

        var back = await _cli.RunAsync("dataset", "convert", _cli.At("set/train.parquet"), "--to", "messages", "--out", _cli.At("back.jsonl"));
        Assert.True(back.Code == ExitCode.Done, back.Error);
        Assert.Equal(Texts(file), Texts(_cli.At("back.jsonl")));
    }

    [Fact]
    public async Task A_model_is_trained_on_the_set_as_it_is()
    {
        Assert.Equal(ExitCode.Done, (await BuildAsync("--form", "messages", "plan-augmented")).Code);
        File.WriteAllText(_cli.At("run.json"), $$"""
            { "model": {{JsonSerializer.Serialize(LongWriterTiny.Folder)}}, "data": [{ "path": "set/train.jsonl" }, { "path": "set/train.plan-augmented.jsonl" }],
              "training": { "outputFolder": "trained", "packLength": 4096, "packsPerStep": 1, "maxSteps": 2, "learningRate": { "peak": 0.001 }, "threads": 1 } }
            """);

        var result = await _cli.RunAsync("train", "sft", "--config", _cli.At("run.json"));

        Assert.True(result.Code == ExitCode.Done, result.Error);
        var steps = File.ReadLines(_cli.At("trained/metrics.jsonl")).Select(static l => JsonDocument.Parse(l).RootElement.GetProperty("loss").GetDouble()).ToList();
        Assert.Equal(2, steps.Count);
        Assert.True(steps[1] < steps[0], $"{steps[0]} to {steps[1]}");
        Assert.True(File.Exists(_cli.At("trained/model/model.safetensors")));
    }

    [Fact]
    public async Task A_dry_run_spends_nothing()
    {
        var result = await BuildAsync("--dry-run", "--price-in", "1", "--price-out", "4");
        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Contains("Calls", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 toxic", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.At("set")));
    }

    [Fact]
    public async Task A_budget_ends_the_build_and_the_same_command_goes_on()
    {
        var stopped = await BuildAsync("--max-calls", "4");
        Assert.True(stopped.Code == ExitCode.Interrupted, stopped.Error);
        Assert.Contains("budget of 4 calls", stopped.Output, StringComparison.Ordinal);
        var done = await BuildAsync();
        Assert.True(done.Code == ExitCode.Done, done.Error);
        Assert.Contains("Pending  0", done.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_are_no_rows_are_told_and_end_with_a_code_of_their_own()
    {
        var result = await RunAsync(
            [
                """{"prompt":"Write a text of 450 words on how the baker of a small town learned the trade from an aunt."}""",
                "broken",
            ],
            "--json");
        Assert.Equal(ExitCode.Incomplete, result.Code);
        Assert.Equal(1, result.Json.GetProperty("faults").GetInt32());
        Assert.Contains("1 line set aside", result.Error, StringComparison.Ordinal);
        using var line = JsonDocument.Parse(File.ReadAllLines(_cli.At("set/rejected.jsonl"))[^1]);
        Assert.Equal((_cli.At("in.jsonl"), 2), (line.RootElement.GetProperty("file").GetString(), line.RootElement.GetProperty("line_number").GetInt32()));
        Assert.Equal("line", line.RootElement.GetProperty("rejected").GetProperty("filter").GetString());
    }

    [Fact]
    public async Task A_file_is_counted_filtered_and_rid_of_doubles()
    {
        Assert.Equal(ExitCode.Done, (await BuildAsync()).Code);
        var rows = File.ReadAllLines(_cli.At("set/train.jsonl"));
        File.WriteAllLines(_cli.At("all.jsonl"), [.. rows, "broken", rows[0].Replace("\"id\":\"", "\"id\":\"again-", StringComparison.Ordinal)]);

        var stats = await _cli.RunAsync("dataset", "stats", _cli.At("all.jsonl"));
        Assert.True(stats.Code == ExitCode.Done, stats.Error);
        Assert.Contains($"Rows      {rows.Length + 1}, {rows.Length + 1} with a text; 1 lines set aside", stats.Output, StringComparison.Ordinal);
        Assert.Contains($"line {rows.Length + 1} is no JSON", stats.Error, StringComparison.Ordinal);

        var dedupe = await _cli.RunAsync("dataset", "dedupe", _cli.At("all.jsonl"), "--by", "text", "--out", _cli.At("once.jsonl"), "--json");
        Assert.Equal(rows.Length, dedupe.Json.GetProperty("kept").GetInt32());
        Assert.Equal(rows, File.ReadAllLines(_cli.At("once.jsonl")));

        var filter = await _cli.RunAsync("dataset", "filter", _cli.At("once.jsonl"), "--min-words", "100000", "--out", _cli.At("none.jsonl"), "--rejects", _cli.At("rejects.jsonl"));
        Assert.Contains($"Left out {rows.Length} words", filter.Output, StringComparison.Ordinal);
        Assert.Equal(rows.Length, File.ReadAllLines(_cli.At("rejects.jsonl")).Length);
    }

    [Fact]
    public async Task A_conversion_goes_on_past_what_it_has_no_place_for_and_says_so()
    {
        await File.WriteAllLinesAsync(_cli.At("in.jsonl"),
        [
            """{"id":"a","messages":[{"role":"user","content":"Write A."},{"role":"assistant","content":"A."}]}""",
            """{"id":"b","messages":[{"role":"user","content":"Write B."},{"role":"assistant","content":"B."},{"role":"user","content":"More."},{"role":"assistant","content":"BB."}]}""",
            """{"id":"c","prompt":"Write C."}""",
            "broken",
        ]);
        var result = await _cli.RunAsync("dataset", "convert", _cli.At("in.jsonl"), "--to", "alpaca", "--out", _cli.At("out.jsonl"));
        Assert.Equal(ExitCode.Incomplete, result.Code);
        Assert.Contains("row 2 ('b'): a conversation of 2 questions and 2 answers", result.Error, StringComparison.Ordinal);
        Assert.Contains("row 3 ('c'): no text", result.Error, StringComparison.Ordinal);
        Assert.Contains("3 rows of ", result.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 3 kept; 1 lines set aside", result.Output, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(_cli.At("out.jsonl")));

        var json = await _cli.RunAsync("dataset", "convert", _cli.At("out.jsonl"), "--to", "sharegpt", "--out", _cli.At("again.jsonl"), "--json");
        Assert.True(json.Code == ExitCode.Done, json.Error);
        Assert.Equal(1, json.Json.GetProperty("kept").GetInt32());
    }

    [Theory]
    [InlineData("build", "--instructions", "none.jsonl", "--out", "x")]
    [InlineData("stats", "none.jsonl")]
    [InlineData("stats", "set.parquet")]
    [InlineData("dedupe", "set.parquet", "--out", "x")]
    [InlineData("filter", "none.jsonl", "--out", "x")]
    [InlineData("convert", "none.jsonl", "--to", "nothing", "--out", "x")]
    [InlineData("dedupe", "none.jsonl", "--out", "x", "--threshold", "7")]
    public async Task What_cannot_be_used_is_a_usage_error(params string[] args)
    {
        File.WriteAllText(_cli.At("set.parquet"), "PAR1");
        var result = await _cli.RunAsync(["dataset", .. args.Select(a => a.EndsWith(".parquet", StringComparison.Ordinal) ? _cli.At(a) : a)]);
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.NotEmpty(result.Error);
    }

    private Task<CliResult> BuildAsync(params string[] args) => RunAsync(
        [
            .. Enumerable.Range(0, 5).Select(static i => JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["prompt"] = $"Write a text of {450 + (i * 50)} words on how the {(i switch { 0 => "baker", 1 => "sailor", 2 => "teacher", 3 => "farmer", _ => "doctor" })} of a small town learned trade number {i} from an aunt.",
            })),
            """{"prompt":"Write an erotic story about a nurse."}""",
        ],
        args);

    private Task<CliResult> RunAsync(string[] instructions, params string[] args)
    {
        File.WriteAllLines(_cli.At("in.jsonl"), instructions);
        File.WriteAllText(_cli.At("dataset.json"), """{"selectWords":300,"validation":0}""");
        return _cli.RunAsync(["dataset", "build", "--instructions", _cli.At("in.jsonl"), "--out", _cli.At("set"), "--config", _cli.At("dataset.json"), "--provider", "simulated", .. args]);
    }

    private static List<string?> Texts(string file) => [.. DatasetReader.Read(file).Select(static r => r.Text)];
}
