using System.Text;
using System.Text.Json;

namespace LongWriter.Cli.Tests;

/// <summary>Runs command lines inside the test's process, each test in a folder of its own.</summary>
internal sealed class CliRunner : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("longwriter-cli-").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Standard input.</summary>
    public string Input { get; set; } = "";

    /// <summary>Stops the command when a line of progress holds this text.</summary>
    public string? StopAt { get; set; }

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public string Journal => At("runs");

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>Writes with the simulated writer into the test's journal.</summary>
    public Task<CliResult> WriteAsync(params string[] args) => RunAsync(["write", "--provider", "simulated", "--journal", Journal, .. args]);

    public async Task<CliResult> RunAsync(params string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new WatchedWriter(StopAt, stop);
        var environment = new CliEnvironment
        {
            Output = output,
            Error = error,
            Input = new StringReader(Input),
            Variable = Variables.GetValueOrDefault,
            TimeProvider = Clock,
        };
        var code = await CliApp.RunAsync(args, environment, stop.Token);
        return new CliResult(code, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class WatchedWriter(string? mark, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (mark is not null && value!.Contains(mark, StringComparison.Ordinal))
                stop.Cancel();
        }
    }
}

/// <summary>What a command line left behind.</summary>
internal sealed record CliResult(int Code, string Output, string Error)
{
    /// <summary>Standard output as the one JSON object that it has to be.</summary>
    public JsonElement Json => JsonDocument.Parse(Encoding.UTF8.GetBytes(Output)).RootElement;

    /// <summary>The arguments of the printed command that goes on.</summary>
    public string[] Resume => Error.Split('\n').Last(static l => l.StartsWith("  longwriter ", StringComparison.Ordinal)).Trim().Split(' ')[1..];
}
