using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace LongWriter.Cli.Tests;

/// <summary>The tool as a process of its own.</summary>
internal sealed class ToolProcess : IDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _output = [];
    private readonly List<string> _error = [];

    private ToolProcess(Process process) => _process = process;

    public static ToolProcess Start(string folder, params string[] args)
    {
        var start = new ProcessStartInfo(IgnoresInterrupt() ? "env" : "dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in IgnoresInterrupt() ? new[] { "--default-signal=INT", "dotnet" } : [])
            start.ArgumentList.Add(word);
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "longwriter.dll"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);

        var tool = new ToolProcess(new Process { StartInfo = start });
        tool._process.OutputDataReceived += (_, e) => tool.Take(tool._output, e.Data);
        tool._process.ErrorDataReceived += (_, e) => tool.Take(tool._error, e.Data);
        tool._process.Start();
        tool._process.BeginOutputReadLine();
        tool._process.BeginErrorReadLine();
        return tool;
    }

    /// <summary>Waits for a line, of output or of progress, that holds a text.</summary>
    public async Task<string> SeeAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var line in _lines.Reader.ReadAllAsync(limit.Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"The process never said '{text}'.");
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<CliResult> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(limit.Token);
        lock (_output)
        {
            lock (_error)
                return new CliResult(_process.ExitCode, string.Join('\n', _output), string.Join('\n', _error));
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        _process.Dispose();
    }

    // A shell's background job ignores Ctrl+C, and so does whatever it starts: the tool would be right to go on.
    private static bool IgnoresInterrupt()
    {
        const ulong Interrupt = 1UL << (2 - 1);
        return OperatingSystem.IsLinux()
            && File.ReadLines("/proc/self/status").FirstOrDefault(static l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
            && (ulong.Parse(ignored["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    private void Take(List<string> lines, string? line)
    {
        if (line is null)
            return;

        lock (lines)
            lines.Add(line);
        _lines.Writer.TryWrite(line);
    }
}
