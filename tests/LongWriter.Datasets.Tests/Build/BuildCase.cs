using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

/// <summary>A small build over the simulated writer, in process or over HTTP.</summary>
internal static class BuildCase
{
    private static readonly string[] Subjects = ["a lighthouse", "the bees of a monastery", "a railway in the mountains", "two clockmakers", "the flood of 1902", "an orchard", "a school for sailors", "the last wolf"];

    /// <summary>Numbers as another country writes them.</summary>
    public static CultureInfo OtherCulture
    {
        get
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NumberDecimalSeparator) = (".", ",");
            return culture;
        }
    }

    /// <summary>Instructions of which some are short, some toxic, some doubled, some without a length.</summary>
    public static List<DatasetRow> Instructions(int count) => [.. Enumerable.Range(0, count).Select(static i => new DatasetRow(
        FormattableString.Invariant($"row-{i:0000}"),
        (i % 10) switch
        {
            8 => FormattableString.Invariant($"Write a note of 150 words about {Subjects[i % Subjects.Length]}, number {i}, for the kitchen door and the neighbours of the {Word(i)} house."),
            9 => FormattableString.Invariant($"Tell in full what became of {Subjects[i % Subjects.Length]} in the year {1700 + i}, when the {Word(i)} came to the {Word(i + 7)} valley."),
            _ => FormattableString.Invariant($"Write a text of {600 + (i % 5 * 100)} words on {Subjects[i % Subjects.Length]} and the {Word(i)} of the {Word((i * 3) + 1)}, as seen by the {Word((i * 7) + 2)} of village {i}."),
        })
    {
        Type = i % 2 == 0 ? "story" : "report",
    })];

    public static DatasetBuildOptions Options(int concurrency = 4) => new()
    {
        SelectWords = 500,
        Concurrency = concurrency,
        Lengths = [new(500, 900, 1)],
        Validation = 0.2,
        Forms = ["messages", "write"],
        Seed = 3,
    };

    public static SimulatedWriterOptions Simulated(double noise = 0)
    {
        var options = new SimulatedWriterOptions { Seed = 9, Noise = noise };
        options.Responders.Add(static request => request.Prompt.Contains("VERDICT: YES", StringComparison.Ordinal)
            ? new(request.Hash % 4 == 0 ? "VERDICT: NO - a page will do" : "VERDICT: YES - it asks for the whole story")
            : null);
        return options;
    }

    /// <summary>The contents of the files of the set by name, those left out that tell of the run itself.</summary>
    public static SortedDictionary<string, string> Files(string folder) => new(
        Directory.GetFiles(folder, "*.jsonl").ToDictionary(static f => Path.GetFileName(f), File.ReadAllText), StringComparer.Ordinal);

    /// <summary>Builds over HTTP, with waits short enough for tests.</summary>
    public static ServiceProvider Connect(Uri endpoint, string folder, DatasetBuildOptions options)
    {
        var services = new ServiceCollection();
        services.AddLongWriter(static o =>
        {
            o.Resilience.BaseDelay = TimeSpan.FromMilliseconds(5);
            o.Resilience.MaxDelay = TimeSpan.FromMilliseconds(50);
            o.Resilience.FirstTokenTimeout = TimeSpan.FromSeconds(5);
            o.Resilience.IdleTimeout = TimeSpan.FromSeconds(5);
            o.Resilience.BreakerMinimumCalls = 10_000;
        }).UseOpenAI("simulated", "none", endpoint).AddDatasetBuilder(folder, options);
        return services.BuildServiceProvider();
    }

    private static string Word(int i)
    {
        const string Letters = "bdfgklmnprstv";
        const string Vowels = "aeiou";
        var random = new Random(i);
        return string.Create(CultureInfo.InvariantCulture, $"{Letters[random.Next(13)]}{Vowels[random.Next(5)]}{Letters[random.Next(13)]}{Vowels[random.Next(5)]}{Letters[random.Next(13)]}");
    }
}

/// <summary>A client that fails as it is told.</summary>
internal sealed class FailingClient(IChatClient inner, Func<string, Exception?> fail) : DelegatingChatClient(inner)
{
    public int Calls;

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var list = messages.ToList();
        Interlocked.Increment(ref Calls);
        return fail(string.Concat(list.Select(static m => m.Text))) is { } exception ? throw exception : base.GetStreamingResponseAsync(list, options, cancellationToken);
    }
}
