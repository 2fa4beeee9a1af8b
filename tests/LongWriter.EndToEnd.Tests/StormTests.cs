using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

/// <summary>Thirty of a hundred calls fail in one of six ways; the documents come out as if none had.</summary>
public class StormTests
{
    private const int Seeds = 200;
    private const double Faster = 100;

    [Fact]
    public async Task Documents_come_through_a_storm_unchanged()
    {
        var unfinished = new ConcurrentBag<string>();
        var faults = new ConcurrentDictionary<FaultKind, int>();
        await Parallel.ForAsync(0, Seeds, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (seed, _) =>
        {
            var protocol = (Protocol)(seed % 2);
            var time = new ScaledTimeProvider(Faster);
            await using var calm = await StartAsync(seed, time, rate: 0);
            var undisturbed = await WriteAsync(protocol, calm, time);
            await using var server = await StartAsync(seed, time, rate: 0.3);
            var finished = true;
            try
            {
                Assert.Equal(undisturbed, await WriteAsync(protocol, server, time));
            }
            catch (LongWriterException exception)
            {
                finished = false;
                unfinished.Add($"seed {seed}: {exception.Error}");
            }

            var calls = server.Requests.Where(static r => r.Arrival > 0).OrderBy(static r => r.Arrival).ToList();
            foreach (var fault in calls.Where(static r => r.Fault is not null))
                faults.AddOrUpdate(fault.Fault!.Value, 1, static (_, n) => n + 1);

            // A failure costs one call and nothing that was answered is asked for again.
            if (finished)
                Assert.Equal(calm.Requests.Count(static r => r.Arrival > 0), calls.Count(static r => r.Finished));
            Assert.InRange(calls.Count, 1, calm.Requests.Count(static r => r.Arrival > 0) * 8);
            for (var i = 1; i < calls.Count; i++)
            {
                if (calls[i - 1].RetryAfter is { } wait)
                    Assert.True(calls[i].Timestamp >= calls[i - 1].Timestamp + wait, $"seed {seed}: call {calls[i].Arrival} came before its Retry-After");
            }
        });

        Assert.True(unfinished.Count <= Seeds / 100, string.Join("; ", unfinished));
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.True(faults.GetValueOrDefault(kind) > 10, $"{kind}: {faults.GetValueOrDefault(kind)}"));
    }

    private static Task<LoopbackModelServer> StartAsync(int seed, TimeProvider time, double rate) => LoopbackModelServer.StartAsync(new LoopbackServerOptions
    {
        Client = new SimulatedChatClient(new SimulatedWriterOptions { Seed = (ulong)seed, WordsPerUpdate = 12 }),
        TimeProvider = time,
        Faults = new FaultOptions { Seed = (ulong)seed, Rate = rate, RetryAfterAsDate = seed % 3 == 0 },
    });

    private static async Task<string> WriteAsync(Protocol protocol, LoopbackModelServer server, TimeProvider time)
    {
        await using var services = protocol.Connect(server.Endpoint, null, null, time);
        var document = await services.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest("Write about storms at sea.") { Length = 1_200 });
        return document.Text;
    }
}
