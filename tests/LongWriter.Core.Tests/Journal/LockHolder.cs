using System.Diagnostics;
using System.Text;

namespace LongWriter.Tests;

/// <summary>A second process with a run open: this assembly, started by itself.</summary>
internal sealed class LockHolder : IAsyncDisposable
{
    private readonly Process _process;

    private LockHolder(Process process) => _process = process;

    /// <summary>Opens the run, appends a record, says so, and then only appends until it is killed or its input ends.</summary>
    public static async Task<int> Main(string[] args)
    {
        await using var journal = await new FileJournalStore(args[0]).OpenAsync(args[1]);
        await journal.AppendAsync(Record(0));
        Console.WriteLine("open");
        for (var n = 1; args[2] == "busy"; n++)
            await journal.AppendAsync(Record(n));

        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static byte[] Record(int n) => Encoding.UTF8.GetBytes($"{{\"n\":{n},\"text\":\"{new string('x', 40_000)}\"}}");

    public static async Task<LockHolder> StartAsync(string directory, string runId, bool busy)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(LockHolder).Assembly.Location, directory, runId, busy ? "busy" : "idle"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var holder = new LockHolder(Process.Start(start)!);
        Assert.Equal("open", await holder._process.StandardOutput.ReadLineAsync());
        return holder;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        Assert.Equal(0, _process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();

        _process.Dispose();
    }
}
