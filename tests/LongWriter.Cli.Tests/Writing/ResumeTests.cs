namespace LongWriter.Cli.Tests.Writing;

public sealed class ResumeTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_stopped_run_prints_the_command_that_ends_in_the_same_text()
    {
        string[] args = ["Write about lighthouses", "--words", "2000", "--seed", "5", "--sim-bias", "0.8", "--sim-noise", "0.1", "--sim-latency-ms", "1"];
        var whole = await _cli.WriteAsync(args);

        _cli.StopAt = "Section 2/";
        var stopped = await _cli.WriteAsync([.. args, "--out", _cli.At("out.txt")]);
        _cli.StopAt = null;
        Assert.Equal(ExitCode.Interrupted, stopped.Code);
        Assert.Empty(stopped.Output);
        Assert.False(File.Exists(_cli.At("out.txt")));

        var resumed = await _cli.RunAsync(stopped.Resume);
        Assert.Equal(ExitCode.Done, resumed.Code);
        Assert.Contains("Section 1/4 (resumed)", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(whole.Output.TrimEnd(), (await File.ReadAllTextAsync(_cli.At("out.txt"))).TrimEnd());
    }

    [Fact]
    public async Task An_interrupted_run_says_so_in_its_json_object()
    {
        _cli.StopAt = "Section 1/";
        var stopped = await _cli.WriteAsync("Write about lighthouses", "--words", "2000", "--sim-latency-ms", "2", "--json");

        Assert.Equal(ExitCode.Interrupted, stopped.Code);
        Assert.Equal("interrupted", stopped.Json.GetProperty("status").GetString());
        Assert.Equal(1, stopped.Json.GetProperty("sections").GetArrayLength());
        Assert.StartsWith("longwriter write --resume ", stopped.Json.GetProperty("resume").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_setting_is_an_error_unless_it_is_accepted()
    {
        _cli.StopAt = "Section 1/";
        var stopped = await _cli.WriteAsync("Write about lighthouses", "--words", "2000", "--sim-latency-ms", "1");
        _cli.StopAt = null;

        var refused = await _cli.RunAsync([.. stopped.Resume, "--sim-bias", "0.6"]);
        Assert.Equal(ExitCode.Failed, refused.Code);
        Assert.Contains("bias=0.6", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--accept-changed-settings", refused.Error, StringComparison.Ordinal);

        var accepted = await _cli.RunAsync([.. stopped.Resume, "--sim-bias", "0.6", "--accept-changed-settings"]);
        Assert.Equal(ExitCode.Done, accepted.Code);
    }

    [Fact]
    public async Task Another_latency_is_no_changed_setting()
    {
        _cli.StopAt = "Section 1/";
        var stopped = await _cli.WriteAsync("Write about lighthouses", "--words", "2000", "--sim-latency-ms", "1");
        _cli.StopAt = null;

        Assert.Equal(ExitCode.Done, (await _cli.RunAsync([.. stopped.Resume, "--sim-latency-ms", "0"])).Code);
    }

    [Fact]
    public async Task A_finished_run_is_exported_again_without_a_call()
    {
        var first = await _cli.WriteAsync("Write about lighthouses", "--words", "600", "--json");
        var id = first.Json.GetProperty("runId").GetString()!;
        var again = await _cli.RunAsync("write", "--resume", id, "--journal", _cli.Journal, "--out", _cli.At("again.html"), "--json");

        Assert.Equal(ExitCode.Done, again.Code);
        Assert.Equal(first.Json.GetProperty("usage").GetProperty("calls").GetInt32(), again.Json.GetProperty("usage").GetProperty("calls").GetInt32());
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(_cli.At("again.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_instruction_under_the_same_id_is_a_conflict()
    {
        var first = await _cli.WriteAsync("Write about lighthouses", "--words", "600", "--json");
        var other = await _cli.WriteAsync("Write about harbours", "--resume", first.Json.GetProperty("runId").GetString()!);

        Assert.Equal(ExitCode.Failed, other.Code);
        Assert.Contains("Instruction", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_not_there_cannot_be_resumed()
    {
        var result = await _cli.RunAsync("write", "--resume", "nowhere", "--journal", _cli.Journal, "--json");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Equal("failed", result.Json.GetProperty("status").GetString());
        Assert.Equal("runNotFound", result.Json.GetProperty("error").GetProperty("kind").GetString());
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
