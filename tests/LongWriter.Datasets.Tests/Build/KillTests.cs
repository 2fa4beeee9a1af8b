using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

/// <summary>A build over HTTP with 10 % faults, killed with SIGKILL inside of calls, against an undisturbed one.</summary>
public sealed class KillTests : IDisposable
{
    private readonly DataFolder _killed = new();
    private readonly DataFolder _quiet = new();

    public void Dispose()
    {
        _killed.Dispose();
        _quiet.Dispose();
    }

    [Fact]
    public async Task A_killed_build_gives_the_files_of_an_undisturbed_one()
    {
        var proof = await KillProof.RunAsync(24, 4, 4, _killed.Path, _quiet.Path);
        Assert.Equal(proof.Undisturbed, proof.Files);
        Assert.Equal(4, proof.Kills);
        Assert.Equal(0, proof.AskedAgain);
        Assert.Equal(0, proof.Pending);
        Assert.True(proof.Faults > 0);
    }
}

/// <summary>What the proof saw.</summary>
internal sealed partial record KillProof(SortedDictionary<string, string> Files, SortedDictionary<string, string> Undisturbed, int Kills, int Calls, int UndisturbedCalls, int Faults, int AskedAgain, int Pending, int Rows)
{
    public static async Task<KillProof> RunAsync(int rows, int kills, int concurrency, string folder, string quietFolder)
    {
        // Counted over the whole run, so that kills lie evenly in it.
        var every = Math.Max(4, rows * 3 / (kills + 1));
        var calls = 0;
        var done = 0;
        Process? victim = null;
        var armed = false;
        await using var server = await LoopbackModelServer.StartAsync(new LoopbackServerOptions
        {
            Client = new SimulatedChatClient(BuildCase.Simulated(0.2)),
            Faults = { Seed = 4, Rate = 0.1, RetryAfter = TimeSpan.FromSeconds(1), Kinds = [FaultKind.ServerError, FaultKind.Unavailable, FaultKind.CutStream, FaultKind.EarlyEnd, FaultKind.RateLimited] },
            OnChunk = (request, chunk) =>
            {
                if (chunk == 2 && Interlocked.Increment(ref calls) >= every * (done + 1) && armed && done < kills)
                {
                    armed = false;
                    done++;
                    victim!.Kill();
                }

                return Task.CompletedTask;
            },
        });

        var starts = 0;
        var askedAgain = 0;
        var runs = new FileJournalStore(Path.Combine(folder, "journal", "runs"));
        do
        {
            if (++starts > kills + 3)
                throw new InvalidOperationException("The build does not get on.");

            // What is accepted now is never asked for again.
            var before = server.Requests.Count;
            var sections = await SectionsAsync(runs);
            victim = Start(server.OpenAIEndpoint, folder, rows, concurrency);
            armed = true;
            await victim.WaitForExitAsync();
            askedAgain += server.Requests.Skip(before).Count(request => IsAskedAgain(request, sections));
        }
        while (victim.ExitCode != 0);

        await using var quiet = await LoopbackModelServer.StartAsync(new LoopbackServerOptions { Client = new SimulatedChatClient(BuildCase.Simulated(0.2)) });
        await using var services = BuildCase.Connect(quiet.OpenAIEndpoint, quietFolder, BuildCase.Options(concurrency));
        var report = await services.GetRequiredService<DatasetBuilder>().BuildAsync(BuildCase.Instructions(rows));
        return new(
            BuildCase.Files(folder), BuildCase.Files(quietFolder), done, server.Requests.Count(static r => r.Arrival > 0), quiet.Requests.Count(static r => r.Arrival > 0),
            server.Requests.Count(static r => r.Fault is not null), askedAgain, File.ReadLines(Path.Combine(folder, "pending.jsonl")).Count(), report.Rows);
    }

    /// <summary>Accepted sections by instruction.</summary>
    private static async Task<Dictionary<string, int>> SectionsAsync(FileJournalStore runs)
    {
        var sections = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var id in runs.ListAsync())
        {
            var run = await runs.ReadRunAsync(id);
            sections[run.Request.Instruction] = run.Sections.Count;
        }

        return sections;
    }

    private static bool IsAskedAgain(ServedRequest request, Dictionary<string, int> sections)
    {
        if (SectionPattern().Match(request.PromptText) is not { Success: true } match)
            return false;

        var section = int.Parse(match.Groups[1].Value, provider: null);
        return sections.Any(s => section <= s.Value && request.PromptText.Contains(s.Key, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?:Write section|Section) (\d+) of \d+ (?:now|is half written)")]
    private static partial Regex SectionPattern();

    private static Process Start(Uri server, string folder, int rows, int concurrency)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", typeof(KillProof).Assembly.Location, "victim", server.ToString(), folder, rows.ToString(provider: null), concurrency.ToString(provider: null)])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) =>
        {
            if (line.Data is { } text)
                Console.Error.WriteLine(text);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
