using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Benchmarks;

/// <summary>
/// A build over HTTP against the bare calls that it makes, and against the authors' design of eight workers with one request at a time each. The
/// server is a process of its own; it answers after a latency, with texts of a real size.
/// </summary>
internal static class DatasetBuildBenchmark
{
    private const double LeastShare = 0.95;
    private const int MostMegabytes = 400;
    private const int AuthorsWorkers = 8;

    public static async Task<int> RunAsync(int rows, int words, int latency, int concurrency, string folder)
    {
        var instructions = Enumerable.Range(0, rows).Select(i => new DatasetRow(
            string.Create(CultureInfo.InvariantCulture, $"{i}"), string.Create(CultureInfo.InvariantCulture, $"Write a text of {words} words on what the year {1000 + i} brought to village {i * 7919 % 100_003}."))).ToList();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        // The same bodies as the build will send, row by row.
        var bodies = new ConcurrentDictionary<string, List<(List<ChatMessage> Messages, ChatOptions? Options)>>();
        await BuildAsync(new RecordingClient(new SimulatedChatClient(new SimulatedWriterOptions { Seed = 1 }), bodies), instructions, Path.Combine(folder, "recorded"), concurrency);
        var calls = bodies.Sum(static b => b.Value.Count);

        using var server = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(DatasetBuildBenchmark).Assembly.Location, "dataset-server", "--latency", latency.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        try
        {
            var endpoint = new Uri((await server.StandardOutput.ReadLineAsync())!);
            var services = new ServiceCollection();
            services.AddLongWriter().UseOpenAI("simulated", "none", endpoint);
            await using var provider = services.BuildServiceProvider();
            var client = provider.GetRequiredKeyedService<IChatClient>("");
            await ReplayAsync(client, [.. bodies.Values.Take(8)], 8);

            var bare = await ReplayAsync(client, [.. bodies.Values], concurrency);
            var watch = Stopwatch.StartNew();
            var report = await BuildAsync(client, instructions, Path.Combine(folder, "built"), concurrency);
            var build = watch.Elapsed;
            using var self = Process.GetCurrentProcess();
            var authors = await ReplayAsync(client, [.. bodies.Values.Take(Math.Max(AuthorsWorkers, rows / 8))], AuthorsWorkers);
            var authorsAll = authors * ((double)rows / Math.Max(AuthorsWorkers, rows / 8));
            Console.WriteLine($"{rows:N0} instructions of {words:N0} words, {calls:N0} calls, {latency} ms latency, concurrency {concurrency}");
            Console.WriteLine($"bare calls   {bare.TotalSeconds,8:0.0} s");
            Console.WriteLine($"build        {build.TotalSeconds,8:0.0} s: {bare / build:P1} of the bare calls (bound {LeastShare:P0}); {report.Rows:N0} rows, {report.Pending} pending");
            Console.WriteLine($"8 workers    {authorsAll.TotalSeconds,8:0.0} s, from one eighth of the rows: the build takes {build / authorsAll:P1} of it");
            Console.WriteLine($"peak memory  {self.PeakWorkingSet64 / 1e6:0} MB, the recorded bodies included (bound {MostMegabytes})");
            return bare / build >= LeastShare && report.Pending == 0 ? 0 : 1;
        }
        finally
        {
            await server.StandardInput.WriteLineAsync();
            await server.WaitForExitAsync();
        }
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

    private static Task<DatasetBuildReport> BuildAsync(IChatClient client, List<DatasetRow> rows, string folder, int concurrency) =>
        DatasetBuilder.Create(client, folder, new() { Select = false, Concurrency = concurrency, Filters = new() { Without = ["scraping", "toxic"] } }).BuildAsync(rows);

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
