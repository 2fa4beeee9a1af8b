namespace LongWriter.Cli.Tests.Journal;

public sealed class RunsCommandTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task An_empty_folder_has_no_runs()
    {
        var text = await _cli.RunAsync("runs", "list", "--journal", _cli.Journal);
        var json = await _cli.RunAsync("runs", "list", "--journal", _cli.Journal, "--json");

        Assert.Equal(ExitCode.Done, text.Code);
        Assert.Empty(text.Output);
        Assert.Equal(0, json.Json.GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public async Task Finished_and_stopped_runs_are_listed_with_how_far_they_came()
    {
        var whole = await _cli.WriteAsync("Write about lighthouses", "--words", "600", "--json");
        _cli.StopAt = "Section 1/";
        var part = await _cli.WriteAsync("Write about harbours", "--words", "2000", "--sim-latency-ms", "1", "--json");
        _cli.StopAt = null;

        var list = await _cli.RunAsync("runs", "list", "--journal", _cli.Journal, "--json");
        var runs = list.Json.GetProperty("runs").EnumerateArray().ToDictionary(static r => r.GetProperty("runId").GetString()!);

        Assert.Equal(2, runs.Count);
        Assert.Equal("completed", runs[IdOf(whole)].GetProperty("status").GetString());
        var stopped = runs[IdOf(part)];
        Assert.Equal("writing", stopped.GetProperty("status").GetString());
        Assert.Equal("Write about harbours", stopped.GetProperty("instruction").GetString());
        Assert.Equal(1, stopped.GetProperty("sectionsWritten").GetInt32());
        Assert.Equal(2000, stopped.GetProperty("requiredLength").GetInt32());
        var text = (await _cli.RunAsync("runs", "list", "--journal", _cli.Journal)).Output;
        Assert.Contains(IdOf(whole), text, StringComparison.Ordinal);
        Assert.Contains("Write about harbours", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_run_is_listed_as_unreadable_and_hides_no_other()
    {
        var whole = await _cli.WriteAsync("Write about lighthouses", "--words", "300", "--json");
        await File.WriteAllTextAsync(Path.Combine(_cli.Journal, "damaged.jsonl"), "no json\n{}\n");

        var list = await _cli.RunAsync("runs", "list", "--journal", _cli.Journal, "--json");
        var runs = list.Json.GetProperty("runs").EnumerateArray().ToDictionary(static r => r.GetProperty("runId").GetString()!, static r => r.GetProperty("status").GetString());

        Assert.Equal(ExitCode.Done, list.Code);
        Assert.Equal("unreadable", runs["damaged"]);
        Assert.Equal("completed", runs[IdOf(whole)]);
    }

    [Fact]
    public async Task A_run_is_shown_with_its_request_settings_and_text()
    {
        var written = await _cli.WriteAsync("Write about lighthouses", "--words", "600", "--seed", "4", "--title", "Lamps");
        var id = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(_cli.Journal, "*.jsonl")));

        var card = await _cli.RunAsync("runs", "show", id, "--journal", _cli.Journal);
        var text = await _cli.RunAsync("runs", "show", id, "--text", "--journal", _cli.Journal);
        var json = (await _cli.RunAsync("runs", "show", id, "--text", "--journal", _cli.Journal, "--json")).Json;

        Assert.Contains("Write about lighthouses", card.Output, StringComparison.Ordinal);
        Assert.Contains("provider simulated, seed 4", card.Output, StringComparison.Ordinal);
        Assert.Equal(written.Output.TrimEnd(), "# Lamps\n\n" + text.Output.TrimEnd());
        Assert.Equal(text.Output.TrimEnd(), json.GetProperty("text").GetString());
        Assert.Equal("simulated", json.GetProperty("settings").GetProperty("provider").GetString());
        Assert.Equal(json.GetProperty("plan").GetArrayLength(), json.GetProperty("sections").GetArrayLength());
    }

    [Fact]
    public async Task A_deleted_run_is_gone_and_deleting_it_again_fails()
    {
        var id = IdOf(await _cli.WriteAsync("Write about lighthouses", "--words", "300", "--json"));

        var deleted = await _cli.RunAsync("runs", "delete", id, "--journal", _cli.Journal, "--json");
        Assert.Equal(ExitCode.Done, deleted.Code);
        Assert.Equal(id, deleted.Json.GetProperty("deleted")[0].GetString());
        Assert.Equal(ExitCode.Failed, (await _cli.RunAsync("runs", "show", id, "--journal", _cli.Journal)).Code);
        Assert.Equal(ExitCode.Failed, (await _cli.RunAsync("runs", "delete", id, "--journal", _cli.Journal)).Code);
    }

    private static string IdOf(CliResult result) => result.Json.GetProperty("runId").GetString()!;
}
