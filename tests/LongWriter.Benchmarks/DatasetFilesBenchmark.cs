using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LongWriter.Benchmarks;

/// <summary>What the commands on data sets that are there take on a large file: each in a process of its own, so that each has a peak of its own.</summary>
internal static class DatasetFilesBenchmark
{
    private const int MostMegabytes = 300;
    private const int LeastRate = 100;

    public static async Task<int> RunAsync(string folder, int rows, int words, bool collects)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"rows-{rows}-{words}.jsonl"));
        if (!File.Exists(file))
            Generate(file, rows, words);
        var megabytes = new FileInfo(file).Length / 1e6;
        Console.WriteLine($"{rows:N0} rows of {words:N0} words, {megabytes:N0} MB; one process an operation{(collects ? ", which collects after each block" : "")}");
        var good = true;
        foreach (var operation in (string[])["stats", "filter", "dedupe-prompts", "dedupe-texts"])
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
            foreach (var argument in (string[])["exec", typeof(DatasetFilesBenchmark).Assembly.Location, "dataset-operation", "--operation", operation, "--file", file, .. collects ? (string[])["--collect"] : []])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var answer = (await process.StandardOutput.ReadToEndAsync()).Trim().Split(' ');
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                return process.ExitCode;

            var (seconds, peak) = (double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
            Console.WriteLine($"{operation,-15} {seconds,7:0.0} s, {megabytes / seconds,6:0} MB/s, peak {peak:0} MB, kept {answer[2]}");
            good &= peak < MostMegabytes && (operation != "stats" || megabytes / seconds >= LeastRate);
        }

        Console.WriteLine($"bounds: stats {LeastRate} MB/s, memory {MostMegabytes} MB: {(good ? "held" : "MISSED")}");
        return good ? 0 : 1;
    }

    public static int Operate(string operation, string file, bool collects)
    {
        var output = Path.Combine(Path.GetDirectoryName(file)!, operation + ".jsonl");
        // As the command-line tool does.
        var blocks = 0;
        var options = new DatasetReadOptions { OnRead = collects ? _ => GC.Collect(++blocks % 8 == 0 ? 2 : 0, GCCollectionMode.Forced, blocking: true) : null };
        var watch = Stopwatch.StartNew();
        var kept = operation switch
        {
            "stats" => DatasetStatistics.Read(file, options).Rows,
            "filter" => DatasetFiles.Filter(file, output, [.. RowFilters.ForInstructions(), .. RowFilters.ForTexts()], options: options).Kept,
            "dedupe-prompts" => DatasetFiles.Deduplicate(file, output, options: options).Kept,
            _ => DatasetFiles.Deduplicate(file, output, DuplicateKey.Text, options: options).Kept,
        };
        watch.Stop();
        File.Delete(output);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0.000} {process.PeakWorkingSet64 / 1e6:0.0} {kept}"));
        return 0;
    }

    /// <summary>Words of a made-up vocabulary in sentences and paragraphs, one row in ten nearly the same as an earlier one.</summary>
    private static void Generate(string file, int rows, int words)
    {
        var random = new Random(1);
        var vocabulary = Enumerable.Range(0, 8_000).Select(_ => new string([.. Enumerable.Range(0, 2 + random.Next(8)).Select(_ => (char)('a' + random.Next(26)))])).ToArray();
        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 20);
        var text = new StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            // A copy draws the same words from the same seed, but for one in a hundred.
            var copy = row % 10 == 9;
            var seed = copy ? row - 5 : row;
            var (draw, change) = (new Random(seed), new Random(row));
            text.Clear().Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{row}\",\"prompt\":\"Write {words} words about");
            for (var i = 0; i < 25; i++)
                text.Append(' ').Append(vocabulary[draw.Next(vocabulary.Length)]);
            text.Append(copy ? " please" : "").Append(".\",\"output\":\"");
            for (var i = 0; i < words; i++)
            {
                var word = vocabulary[draw.Next(vocabulary.Length)];
                text.Append(copy && change.Next(100) == 0 ? "changed" : word).Append(i % 120 == 119 || i == words - 1 ? ".\\n\\n" : i % 15 == 14 ? ". " : " ");
            }

            writer.Write(text.Append("\"}\n"));
        }
    }
}
