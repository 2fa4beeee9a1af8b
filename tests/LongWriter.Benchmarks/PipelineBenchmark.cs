using System.Diagnostics;

namespace LongWriter.Benchmarks;

/// <summary>The pipeline's own cost, with a model that takes no time: it has to grow in step with the document.</summary>
internal static class PipelineBenchmark
{
    private const int Words = 500;
    private const double TokensPerSecond = 50;

    public static async Task<int> RunAsync(int repeats)
    {
        Console.WriteLine($"pipeline with a zero-latency client, {Words}-word sections, median of {repeats} runs each, taken in turn");
        var half = new List<(double Seconds, double Megabytes)>();
        var full = new List<(double Seconds, double Megabytes)>();
        await MeasureAsync(20);
        for (var i = 0; i < repeats; i++)
        {
            half.Add(await MeasureAsync(100));
            full.Add(await MeasureAsync(200));
        }

        var (time100, bytes100) = (Median(half.Select(static x => x.Seconds)), Median(half.Select(static x => x.Megabytes)));
        var (time200, bytes200) = (Median(full.Select(static x => x.Seconds)), Median(full.Select(static x => x.Megabytes)));
        var model = 200 * Words * 4 / 3 / TokensPerSecond;
        Console.WriteLine($"100 sections: {time100 * 1000:F0} ms, {bytes100:F1} MB allocated");
        Console.WriteLine($"200 sections: {time200 * 1000:F0} ms, {bytes200:F1} MB allocated");
        Console.WriteLine($"ratio: time {time200 / time100:F2}, allocations {bytes200 / bytes100:F2} (bound 2.3)");
        Console.WriteLine($"share of a {TokensPerSecond} token/s model's time for 200 sections ({model:F0} s): {time200 / model:P3} (bound 1 %)");
        return time200 / time100 <= 2.3 && bytes200 / bytes100 <= 2.3 && time200 / model < 0.01 ? 0 : 1;
    }

    private static async Task<(double Seconds, double Megabytes)> MeasureAsync(int sections)
    {
        var client = new ZeroLatencyClient(sections, Words);
        var plan = WritingPlan.Create(Enumerable.Range(1, sections).Select(static i => ($"Point number {i} of the plan", Words)));
        var writer = client.AsLongWriter();
        GC.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        var document = await writer.WriteAsync(new WritingRequest("Write a very long text.") { Plan = plan });
        watch.Stop();
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        if (document.Sections.Count != sections || client.Read == 0)
            throw new InvalidOperationException("The document is not whole.");

        return (watch.Elapsed.TotalSeconds, bytes / 1e6);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
