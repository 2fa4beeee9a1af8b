using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Benchmarks;

/// <summary>
/// A build over HTTP against the bare calls that it makes, and against the authors' design of eight workers with one request at a time each. The
/// server is a process of its own; it answers after a latency, with texts of a real size. The build is one too, so that its memory is its own and
/// not that of the calls which are kept here to be replayed.
/// </summary>
internal static class DatasetBuildBenchmark
{
    private const double LeastShare = 0.95;
    private const int MostMegabytes = 400;
    private const int AuthorsWorkers = 8;
    private const int Warming = 8;

    public static async Task<int> RunAsync(int rows, int words, int latency, int concurrency, string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        // The same bodies as the build will send, row by row.
        var bodies = new ConcurrentDictionary<string, List<(List<ChatMessage> Messages, ChatOptions? Options)>>();
        await BuildAsync(new RecordingClient(new SimulatedChatClient(new SimulatedWriterOptions { Seed = 1 }), bodies), Instructions(rows, words), Path.Combine(folder, "recorded"), concurrency);
        var calls = bodies.Sum(static b => b.Value.Count);

        using var server = Start("dataset-server", "--latency", Text(latency));
        try
        {
            var endpoint = new Uri((await server.StandardOutput.ReadLineAsync())!);
            await using var provider = Connect(endpoint);
            var client = provider.GetRequiredKeyedService<IChatClient>("");
            await ReplayAsync(client, [.. bodies.Values.Take(Warming)], Warming);

            var bare = await ReplayAsync(client, [.. bodies.Values], concurrency);
            var built = await RunBuildAsync(endpoint, rows, words, concurrency, folder);
            var some = Math.Min(rows, Math.Max(AuthorsWorkers, rows / 8));
            var authors = await ReplayAsync(client, [.. bodies.Values.Take(some)], AuthorsWorkers) * ((double)rows / some);
            var share = bare.TotalSeconds / built.Seconds;
            Console.WriteLine($"{rows:N0} instructions of {words:N0} words, {calls:N0} calls, {latency} ms latency, concurrency {concurrency}");
            Console.WriteLine($"bare calls   {bare.TotalSeconds,8:0.0} s");
            Console.WriteLine($"build        {built.Seconds,8:0.0} s: {share:P1} of the bare calls (bound {LeastShare:P0}); {built.Rows:N0} rows, {built.Pending} pending");
            Console.WriteLine($"8 workers    {authors.TotalSeconds,8:0.0} s, from {some:N0} of the rows: the build takes {built.Seconds / authors.TotalSeconds:P1} of it");
            Console.WriteLine($"memory       {built.Peak:0} MB at most in the build's own process (bound {MostMegabytes}); by tenths of the rows {string.Join(", ", built.Samples)} MB");
            return share >= LeastShare && built.Pending == 0 && built.Peak < MostMegabytes ? 0 : 1;
        }
        finally
        {
            await server.StandardInput.WriteLineAsync();
            await server.WaitForExitAsync();
        }
    }

    /// <summary>The build alone, and what it takes: a line with its memory at each tenth of the rows, and a last one for the whole.</summary>
    public static async Task<int> BuildAsync(string endpoint, int rows, int words, int concurrency, string folder)
    {
        await using var provider = Connect(new Uri(endpoint));
        var client = provider.GetRequiredKeyedService<IChatClient>("");
        await BuildAsync(client, Instructions(Math.Min(rows, Warming), words), Path.Combine(folder, "warmed"), Warming);

        var watch = Stopwatch.StartNew();
        var report = await BuildAsync(client, Instructions(rows, words), Path.Combine(folder, "built"), concurrency, new Tenths());
        watch.Stop();
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0.000} {report.Rows} {report.Pending} {self.PeakWorkingSet64 / 1e6:0.0}"));
        return 0;
    }

    public static async Task<int> ServeAsync(int latency)
    {
        await using var server = await LoopbackModelServer.StartAsync(new LoopbackServerOptions
        {
            Client = new SimulatedChatClient(new SimulatedWriterOptions { Seed = 1, FirstUpdateDelay = TimeSpan.FromMilliseconds(latency), WordsPerUpdate = 50 }),
            ReportsCachedTokens = false,
        });
        Console.WriteLine(server.OpenAIEndpoint);
        await Console.In.ReadLineAsync();
        return 0;
    }

    private static List<DatasetRow> Instructions(int rows, int words) => [.. Enumerable.Range(0, rows).Select(i => new DatasetRow(
        Text(i), string.Create(CultureInfo.InvariantCulture, $"Write a text of {words} words on what the year {1000 + i} brought to village {i * 7919 % 100_003}.")))];

    private static Task<DatasetBuildReport> BuildAsync(IChatClient client, List<DatasetRow> rows, string folder, int concurrency, IProgress<DatasetBuildProgress>? progress = null) =>
        DatasetBuilder.Create(client, folder, new() { Select = false, Concurrency = concurrency, Filters = new() { Without = ["scraping", "toxic"] } }).BuildAsync(rows, progress);

    private static async Task<(double Seconds, int Rows, int Pending, double Peak, List<string> Samples)> RunBuildAsync(Uri endpoint, int rows, int words, int concurrency, string folder)
    {
        using var child = Start("dataset-builder", "--endpoint", endpoint.ToString(), "--rows", Text(rows), "--words", Text(words), "--concurrency", Text(concurrency), "--folder", folder);
        var lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await child.WaitForExitAsync();
        if (child.ExitCode != 0 || lines is not [.. var samples, var last])
            throw new InvalidOperationException($"The build's process ended with {child.ExitCode}.");

        var figures = last.Split(' ').Select(static f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return (figures[0], (int)figures[1], (int)figures[2], figures[3], [.. samples]);
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(DatasetBuildBenchmark).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;

    private static ServiceProvider Connect(Uri endpoint)
    {
        var services = new ServiceCollection();
        services.AddLongWriter().UseOpenAI("simulated", "none", endpoint);
        return services.BuildServiceProvider();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The calls of each row one after the other, rows beside each other.</summary>
    private static async Task<TimeSpan> ReplayAsync(IChatClient client, List<List<(List<ChatMessage> Messages, ChatOptions? Options)>> rows, int concurrency)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (calls, token) =>
        {
            foreach (var (messages, options) in calls)
            {
                await foreach (var _ in client.GetStreamingResponseAsync(messages, options, token))
                {
                }
            }
        });
        return watch.Elapsed;
    }

    /// <summary>Prints what the process has in memory at each tenth of the rows.</summary>
    private sealed class Tenths : IProgress<DatasetBuildProgress>
    {
        private readonly Lock _gate = new();
        private int _tenth;

        public void Report(DatasetBuildProgress value)
        {
            lock (_gate)
            {
                var tenth = value.Finished * 10 / Math.Max(1, value.Rows);
                if (tenth <= _tenth)
                    return;

                _tenth = tenth;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.WorkingSet / 1e6:0}"));
            }
        }
    }

    /// <summary>Keeps what a client is asked, by the village that the row is about.</summary>
    private sealed class RecordingClient(IChatClient inner, ConcurrentDictionary<string, List<(List<ChatMessage>, ChatOptions?)>> bodies) : DelegatingChatClient(inner)
    {
        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var list = messages.ToList();
            var prompt = string.Concat(list.Select(static m => m.Text));
            var at = prompt.IndexOf("village ", StringComparison.Ordinal);
            lock (bodies)
                bodies.GetOrAdd(prompt[at..prompt.IndexOf('.', at)], static _ => []).Add((list, options));
            return base.GetStreamingResponseAsync(list, options, cancellationToken);
        }
    }
}
