using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace LongWriter.Benchmarks;

/// <summary>How fast evaluation is: scores of a file beside a bare reader of its lines, judge-free figures, the report.</summary>
internal static class EvaluationBenchmark
{
    public static void Run(int documents, int words, int repeats)
    {
        var path = Path.Combine(Path.GetTempPath(), $"longwriter-bench-{Environment.ProcessId}.jsonl");
        try
        {
            Write(path, documents, words);
            var bytes = new FileInfo(path).Length;
            Console.WriteLine($"{documents} documents of {words} words, {bytes / 1e6:F1} MB, {Environment.ProcessorCount} processors, median of {repeats}");
            var bare = Median(repeats, () => ReadLines(path));
            var scored = Median(repeats, () => LengthEvaluation.Read(path));
            Console.WriteLine($"bare line reader      {bare * 1e3,9:F1} ms {bytes / bare / 1e6,8:F0} MB/s");
            Console.WriteLine($"words and S_l         {scored * 1e3,9:F1} ms {bytes / scored / 1e6,8:F0} MB/s, {bare / scored:F2} of the bare reader's rate");

            var rows = Prediction.Read(path);
            EvaluationRun? run = null;
            var figures = Median(1, () => run = EvaluationRun.Evaluate("bench", rows));
            Console.WriteLine($"all figures           {figures,9:F2} s");
            var page = Path.ChangeExtension(path, ".html");
            var report = Median(1, () =>
            {
                using var writer = new StreamWriter(page, append: false, new UTF8Encoding(false), 1 << 16);
                HtmlReport.Write([run!], writer);
            });
            Console.WriteLine($"report                {report,9:F2} s, {new FileInfo(page).Length / 1e6:F1} MB");
            File.Delete(page);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int ReadLines(string path)
    {
        using var reader = new StreamReader(path);
        var lines = 0;
        while (reader.ReadLine() is not null)
            lines++;
        return lines;
    }

    /// <summary>Prose of the simulated writer, so that words, sentences and repeats are those of a text.</summary>
    private static void Write(string path, int documents, int words)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        for (var i = 0; i < documents; i++)
        {
            using var client = new SimulatedChatClient(new() { Seed = (ulong)i + 1 });
            var prompt = $"Write a {words}-word report about subject {i}.";
            var text = new StringBuilder();
            for (var part = 0; WordCounters.LongWriter.Count(text.ToString()) < words; part++)
                text.Append(client.AsLongWriter().WriteAsync(new($"{prompt} Part {part}.") { Length = words }).GetAwaiter().GetResult().Text).Append("\n\n");
            writer.WriteLine(JsonSerializer.Serialize(new { prompt, type = "Functional Writing", length = words, response = text.ToString() }));
        }
    }

    private static double Median(int repeats, Action work)
    {
        var times = new double[repeats];
        for (var i = 0; i < repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(times);
        return times[repeats / 2];
    }

    private static double Median(int repeats, Func<object> work) => Median(repeats, () => { work(); });
}
