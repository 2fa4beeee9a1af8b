using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

/// <summary>One run of 30 sections over HTTP, killed with SIGKILL at 25 moments, most of them inside a stream.</summary>
public sealed partial class KillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Protocol.OpenAI)]
    [InlineData(Protocol.Ollama)]
    public async Task A_killed_run_ends_with_the_text_of_an_undisturbed_one(Protocol protocol)
    {
        // (section, chunk): at a chunk inside the answer, or -1 for the moment after the last one, when the section is journaled.
        var moments = Enumerable.Range(0, 25).Select(static i => (Section: i + 2, Chunk: i % 3 == 2 ? -1 : 1 + (i * 7 % 40))).ToList();
        Assert.True(moments.Count(static m => m.Chunk > 0) >= 15);
        var pending = new ConcurrentQueue<(int Section, int Chunk)>(moments);
        Process? victim = null;
        // One kill a process: the next moment counts from the next start on.
        var armed = false;
        var inside = 0;
        await using var server = await LoopbackModelServer.StartAsync(new LoopbackServerOptions
        {
            Client = new SimulatedChatClient(new SimulatedWriterOptions { Seed = 9 }),
            OnChunk = async (request, chunk) =>
            {
                if (!armed || !pending.TryPeek(out var next) || SectionOf(request) < next.Section || chunk != Math.Max(1, next.Chunk))
                    return;

                armed = false;
                Assert.False(victim!.HasExited);
                pending.TryDequeue(out _);
                if (next.Chunk > 0)
                {
                    inside++;
                    victim.Kill();
                }
                else
                {
                    _ = KillAfterAsync(victim, request, TimeSpan.FromMilliseconds(next.Section % 12));
                }

                await Task.CompletedTask;
            },
        });

        var starts = 0;
        var store = new FileJournalStore(_folder);
        var accepted = new List<(int Requests, int Sections)>();
        do
        {
            victim = Victim.Start(protocol, server.Endpoint, _folder);
            armed = true;
            starts++;
            await victim.WaitForExitAsync();
            accepted.Add((server.Requests.Count(static r => r.Arrival > 0), (await store.ReadRunAsync(Victim.RunId)).Sections.Count));
            Assert.True(starts <= 27, "The run does not get on.");
        }
        while (victim.ExitCode != 0);

        Assert.Equal("Completed", (await victim.StandardOutput.ReadToEndAsync()).Trim());
        Assert.Empty(pending);
        Assert.Equal(26, starts);
        Assert.True(inside >= 15, $"{inside} kills inside a stream");
        var run = await store.ReadRunAsync(Victim.RunId);
        await using var quiet = await LoopbackModelServer.StartAsync(new LoopbackServerOptions { Client = new SimulatedChatClient(new SimulatedWriterOptions { Seed = 9 }) });
        await using var undisturbed = protocol.Connect(quiet.Endpoint);
        Assert.Equal((await undisturbed.GetRequiredService<ILongWriter>().WriteAsync(Victim.Request)).Text, run.Text);

        // What a killed process had accepted is never asked for again.
        var asked = server.Requests.Where(static r => r.Arrival > 0).Select(SectionOf).ToList();
        Assert.All(accepted, moment => Assert.All(asked.Skip(moment.Requests), section => Assert.True(section > moment.Sections)));
        Assert.InRange(asked.Count, 30, quiet.Requests.Count(static r => r.Arrival > 0) + 25);
    }

    private static async Task KillAfterAsync(Process victim, ServedRequest request, TimeSpan delay)
    {
        while (!request.Finished && !victim.HasExited)
            await Task.Delay(1);

        await Task.Delay(delay);
        if (!victim.HasExited)
            victim.Kill();
    }

    private static int SectionOf(ServedRequest request) => int.Parse(SectionPattern().Match(request.PromptText).Groups[1].Value, provider: null);

    [GeneratedRegex(@"Write section (\d+) of 30 now|Section (\d+) of 30 is half written")]
    private static partial Regex SectionPattern();
}
