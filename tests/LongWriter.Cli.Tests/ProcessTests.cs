using System.Text.Json;

namespace LongWriter.Cli.Tests;

public sealed class ProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-process-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_the_run_at_its_journal_and_the_printed_command_ends_it(string signal)
    {
        if (OperatingSystem.IsWindows())
            return;

        using var first = ToolProcess.Start(_folder, "write", "Write about tea", "--words", "1500", "--provider", "simulated", "--sim-latency-ms", "3", "--out", "tea.md");
        await first.SeeAsync("Section 1/");
        first.Signal(signal);
        var stopped = await first.EndAsync();

        Assert.Equal(ExitCode.Interrupted, stopped.Code);
        Assert.Empty(stopped.Output);
        Assert.True(Directory.Exists(Path.Combine(_folder, "runs")));

        using var second = ToolProcess.Start(_folder, stopped.Resume);
        var resumed = await second.EndAsync();
        Assert.Equal(ExitCode.Done, resumed.Code);
        Assert.StartsWith("tea.md\n", resumed.Output, StringComparison.Ordinal);
        Assert.InRange(WordCounters.LongWriter.Count(await File.ReadAllTextAsync(Path.Combine(_folder, "tea.md"))), 1425, 1575);
    }

    [Fact]
    public async Task With_json_standard_output_is_one_object_and_nothing_else()
    {
        using var tool = ToolProcess.Start(_folder, "write", "写一篇关于茶的文章", "--words", "600", "--provider", "simulated", "--json");
        var result = await tool.EndAsync();

        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Equal(JsonValueKind.Object, result.Json.ValueKind);
        Assert.DoesNotContain('\u001b', result.Error);
    }

    [Fact]
    public async Task The_simulated_server_answers_in_both_protocols_until_it_is_stopped()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var tool = ToolProcess.Start(_folder, "simulate-server", "--port", "0", "--seed", "3");
        var openAI = (await tool.SeeAsync("OpenAI protocol: ")).Split(": ")[1];
        var ollama = (await tool.SeeAsync("Ollama protocol: ")).Split(": ")[1];
        using var client = new HttpClient();
        var models = await client.GetStringAsync(new Uri(openAI + "/models"));
        var tags = await client.GetStringAsync(new Uri(ollama + "api/tags"));
        tool.Signal("TERM");
        var result = await tool.EndAsync();

        Assert.Contains("simulated", models, StringComparison.Ordinal);
        Assert.Contains("simulated", tags, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Contains("2 requests served", result.Error, StringComparison.Ordinal);
    }
}
