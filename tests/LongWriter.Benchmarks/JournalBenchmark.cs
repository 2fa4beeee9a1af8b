using System.Diagnostics;

namespace LongWriter.Benchmarks;

/// <summary>A journal append beside the least that a durable append can be: one write and one fsync.</summary>
internal static class JournalBenchmark
{
    private const int RecordBytes = 4_000;

    public static async Task<int> RunAsync(string folder, int appends, int rounds)
    {
        Directory.CreateDirectory(folder);
        var record = new byte[RecordBytes];
        Array.Fill(record, (byte)'x');
        var line = record.Append((byte)'\n').ToArray();
        var store = new FileJournalStore(folder);
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            // In turn, a block of each: the disk's mood changes from minute to minute.
            double raw, journaled;
            await using (var file = new FileStream(Path.Combine(folder, "raw"), FileMode.Create, FileAccess.Write, FileShare.None, 0))
            {
                raw = Time(() =>
                {
                    for (var i = 0; i < appends; i++)
                    {
                        file.Write(line);
                        file.Flush(flushToDisk: true);
                    }
                });
            }

            await store.DeleteAsync("bench");
            await using (var journal = await store.OpenAsync("bench"))
            {
                var watch = Stopwatch.StartNew();
                for (var i = 0; i < appends; i++)
                    await journal.AppendAsync(record);
                journaled = watch.Elapsed.TotalSeconds;
            }

            ratios.Add(journaled / raw);
            Console.WriteLine($"round {round + 1}: raw {raw / appends * 1e6:F0} us, journal {journaled / appends * 1e6:F0} us an append, ratio {journaled / raw:F2}");
        }

        ratios.Sort();
        var median = ratios[ratios.Count / 2];
        Console.WriteLine($"median ratio {median:F2} (bound 1.5)");
        return median <= 1.5 ? 0 : 1;
    }

    private static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }
}
