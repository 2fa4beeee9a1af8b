using System.Text.Json;
using LongWriter.Cli.Tests.Models;

namespace LongWriter.Cli.Tests.Datasets;

public sealed class DatasetPairsTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Pairs_of_a_writer_that_misses_its_length_are_written_and_read_by_the_trainer()
    {
        var folder = await SmallModel.MakeAsync(_cli);

        var result = await PairsAsync("pairs.jsonl", "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Equal((3, 12), (result.Json.GetProperty("pairs").GetInt32(), result.Json.GetProperty("samples").GetInt32()));
        Assert.True(result.Json.GetProperty("chosenScore").GetDouble() >= result.Json.GetProperty("rejectedScore").GetDouble() + 5);
        var rows = File.ReadAllLines(_cli.At("pairs.jsonl")).Select(static l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["1", "2", "3"], rows.Select(static r => r.GetProperty("id").GetString()));
        var pairs = new PreferenceReader(ChatTemplates.Get("plain"), ModelTokenizers.Load(folder)).Read(_cli.At("pairs.jsonl")).ToList();
        Assert.Equal(3, pairs.Count);
        Assert.All(pairs, static p => Assert.True(p.Chosen.Targets > 0 && p.Rejected.Targets > 0));
    }

    [Fact]
    public async Task A_stopped_run_goes_on_to_the_file_of_one_that_was_not()
    {
        var whole = await PairsAsync("whole.jsonl");
        _cli.StopAt = "Sample 5/12";
        var stopped = await PairsAsync("parts.jsonl");
        _cli.StopAt = null;
        var refused = await PairsAsync("parts.jsonl");
        var resumed = await PairsAsync("parts.jsonl", "--resume");

        Assert.Equal((ExitCode.Done, ExitCode.Interrupted, ExitCode.Usage, ExitCode.Done), (whole.Code, stopped.Code, refused.Code, resumed.Code));
        Assert.Contains("--resume", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("--resume", refused.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(_cli.At("whole.jsonl")), File.ReadAllText(_cli.At("parts.jsonl")));
        Assert.Contains("Pairs   3 of 3 instructions", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_told_with_the_way_to_go_on()
    {
        Write();

        var result = await _cli.RunAsync("dataset", "pairs", "--data", _cli.At("in.jsonl"), "--out", _cli.At("pairs.jsonl"), "--provider", "local", "--model", _cli.At("nowhere"));

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("--model", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.At("pairs.jsonl")));
    }

    [Theory]
    [InlineData("--samples", "1")]
    [InlineData("--temperature", "11")]
    [InlineData("--top-p", "0")]
    public async Task Values_out_of_range_are_named(string option, string value)
    {
        var result = await PairsAsync("pairs.jsonl", option, value);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains($"{option} is {value}", result.Error, StringComparison.Ordinal);
    }

    private Task<CliResult> PairsAsync(string file, params string[] args)
    {
        Write();
        return _cli.RunAsync([
            "dataset", "pairs", "--data", _cli.At("in.jsonl"), "--out", _cli.At(file), "--provider", "simulated", "--sim-noise", "0.5", "--in-flight", "1", "--min-margin", "5", .. args]);
    }

    private void Write() => File.WriteAllText(_cli.At("in.jsonl"), """
        {"prompt":"Write 200 words about bees."}
        {"prompt":"Write about tea, 150 words.","length":150}
        {"prompt":"写一篇关于茶的100字短文。"}
        """);
}
