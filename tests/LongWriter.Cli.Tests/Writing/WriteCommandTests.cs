using System.Globalization;

namespace LongWriter.Cli.Tests.Writing;

public sealed class WriteCommandTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Without_a_file_the_text_is_on_standard_output_and_all_else_on_standard_error()
    {
        var result = await _cli.WriteAsync("Write about lighthouses", "--words", "1200");

        Assert.Equal(ExitCode.Done, result.Code);
        var run = await OnlyRunAsync();
        Assert.Equal(run.Text, result.Output.TrimEnd());
        Assert.InRange(WordCounters.LongWriter.Count(result.Output), 1140, 1260);
        Assert.Contains("placeholder prose", result.Error, StringComparison.Ordinal);
        Assert.Contains("S_l", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_file_standard_output_is_its_path_and_the_summary()
    {
        var path = _cli.At("out.md");
        var result = await _cli.WriteAsync("Write about lighthouses", "--words", "600", "--out", path, "--title", "Lamps & lenses");

        Assert.Equal(ExitCode.Done, result.Code);
        var lines = result.Output.TrimEnd().Split('\n');
        Assert.Equal(path, lines[0]);
        Assert.Contains("of 600 words (met)", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("# Lamps & lenses\n\n", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_cli.Folder));
    }

    [Fact]
    public async Task Json_prints_one_object_with_every_documented_member()
    {
        var path = _cli.At("out.json");
        var result = await _cli.WriteAsync("Write about lighthouses", "--words", "1500", "--sim-bias", "0.7", "--json", "--out", path);

        var json = result.Json;
        Assert.Equal(
            ["runId", "status", "requiredLength", "length", "lengthScore", "outcome", "counter", "sections", "usage", "elapsedSeconds", "output", "plan", "error", "resume"],
            json.EnumerateObject().Select(static p => p.Name));
        var written = json.GetProperty("sections").EnumerateArray().Select(static s => s.GetProperty("written").GetInt32()).ToList();
        Assert.Equal("completed", json.GetProperty("status").GetString());
        Assert.Equal(1500, json.GetProperty("requiredLength").GetInt32());
        Assert.Equal(written.Sum(), json.GetProperty("length").GetInt32());
        Assert.Equal(LengthScore.Compute(1500, written.Sum()), json.GetProperty("lengthScore").GetDouble(), 2);
        Assert.Equal(Enumerable.Range(0, written.Count), json.GetProperty("sections").EnumerateArray().Select(static s => s.GetProperty("index").GetInt32()));
        Assert.All(json.GetProperty("sections").EnumerateArray(), static s => Assert.True(s.GetProperty("asked").GetInt32() > 0));
        Assert.True(json.GetProperty("usage").GetProperty("calls").GetInt32() > written.Count);
        Assert.Equal(path, json.GetProperty("output").GetString());
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task The_length_is_read_from_the_instruction_where_no_option_says_it()
    {
        var result = await _cli.WriteAsync("Write a 900-word essay about lighthouses", "--json");

        Assert.Equal(900, result.Json.GetProperty("requiredLength").GetInt32());
    }

    [Fact]
    public async Task A_dash_reads_the_instruction_from_standard_input()
    {
        _cli.Input = "Write about harbours\nand their lights";

        Assert.Equal(ExitCode.Done, (await _cli.WriteAsync("-", "--words", "300")).Code);
        Assert.Equal(_cli.Input, (await OnlyRunAsync()).Request.Instruction);
    }

    [Fact]
    public async Task A_plan_can_be_made_edited_and_written_later()
    {
        var planned = await _cli.WriteAsync("Write about lighthouses", "--words", "1500", "--plan-only", "--json");
        Assert.Equal(ExitCode.Done, planned.Code);
        Assert.Equal("planned", planned.Json.GetProperty("status").GetString());
        Assert.Empty((await OnlyRunAsync()).Sections);

        var plan = WritingPlan.Parse(planned.Json.GetProperty("plan").GetString()!);
        var edited = new WritingPlan([plan.Steps[0] with { MainPoint = "Keepers and their cats" }, .. plan.Steps.Skip(1)]);
        await File.WriteAllTextAsync(_cli.At("plan.txt"), edited.ToString());
        var written = await _cli.RunAsync([.. planned.Resume, "--plan", _cli.At("plan.txt")]);

        Assert.Equal(ExitCode.Done, written.Code);
        var run = await OnlyRunAsync();
        Assert.Equal("Keepers and their cats", run.Plan!.Steps[0].MainPoint);
        Assert.Equal(edited.Steps.Count, run.Sections.Count);
    }

    [Fact]
    public async Task A_plan_of_ones_own_is_written_to_without_a_call_for_one()
    {
        await File.WriteAllTextAsync(_cli.At("plan.txt"), "1. Lamps - 400 words\n2. Lenses - 300 words\n");
        var result = await _cli.WriteAsync("Write about lighthouses", "--plan", _cli.At("plan.txt"), "--json");

        Assert.Equal(700, result.Json.GetProperty("requiredLength").GetInt32());
        Assert.Equal(2, result.Json.GetProperty("usage").GetProperty("calls").GetInt32());
    }

    [Fact]
    public async Task Length_control_can_be_switched_off()
    {
        var plain = await _cli.WriteAsync("Write about lighthouses", "--words", "2000", "--sim-bias", "0.5", "--length-control", "off", "--json");
        var controlled = await _cli.WriteAsync("Write about lighthouses", "--words", "2000", "--sim-bias", "0.5", "--json");

        Assert.InRange(plain.Json.GetProperty("length").GetInt32(), 800, 1200);
        Assert.InRange(controlled.Json.GetProperty("length").GetInt32(), 1800, 2200);
    }

    [Theory]
    [InlineData("--mode", "parallel")]
    [InlineData("--context", "window")]
    [InlineData("--context", "summary")]
    public async Task Other_ways_to_write_reach_the_length_too(string option, string value)
    {
        var result = await _cli.WriteAsync("Write about lighthouses", "--words", "2500", option, value, "--json");

        Assert.InRange(result.Json.GetProperty("length").GetInt32(), 2375, 2625);
    }

    [Fact]
    public async Task The_same_seed_writes_the_same_text_and_another_one_another()
    {
        var texts = new List<string>();
        foreach (var seed in new[] { 7, 7, 8 })
            texts.Add((await _cli.WriteAsync("Write about lighthouses", "--words", "500", "--seed", seed.ToString(CultureInfo.InvariantCulture))).Output);

        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
    }

    private async Task<WritingRun> OnlyRunAsync()
    {
        var store = new FileJournalStore(_cli.Journal);
        var ids = await store.ListAsync().ToListAsync();
        return await store.ReadRunAsync(Assert.Single(ids));
    }
}
