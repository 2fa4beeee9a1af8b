using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter.Tests;

internal static class Writers
{
    public const string Task = "Write a guide to keeping a small orchard through the seasons of a northern year.";

    public static WritingRequest Request(int words, string? id = null) => new(Task) { Length = words, Id = id };

    /// <summary>Options whose waits take no time worth naming.</summary>
    public static LongWriterOptions Quick(Action<LongWriterOptions>? configure = null)
    {
        var options = new LongWriterOptions();
        options.Resilience.BaseDelay = TimeSpan.FromMilliseconds(1);
        options.Resilience.MaxDelay = TimeSpan.FromMilliseconds(2);
        options.Resilience.BreakerDuration = TimeSpan.FromSeconds(0.5);
        options.Resilience.MaxAttempts = 12;
        configure?.Invoke(options);
        return options;
    }

    public static SimulatedChatClient Simulated(ulong seed = 1, Action<SimulatedWriterOptions>? configure = null)
    {
        var options = new SimulatedWriterOptions { Seed = seed, Noise = 0.2 };
        configure?.Invoke(options);
        return new SimulatedChatClient(options);
    }

    /// <summary>A plan of some steps of the same length, so that no planner is asked.</summary>
    public static WritingPlan Plan(int steps, int words = 60) =>
        WritingPlan.Create(Enumerable.Range(1, steps).Select(i => ($"What the orchard needs in week {i}", words)));

    public static WritingRequest Planned(int steps, int words = 60, string? id = null) => Request(steps * words, id) with { Plan = Plan(steps, words) };

    /// <summary>A writer whose every part can be chosen.</summary>
    public static ILongWriter Compose(
        IChatClient client,
        LongWriterOptions? options = null,
        IJournalStore? journals = null,
        TimeProvider? time = null,
        IPlanner? planner = null,
        ISectionWriter? sectionWriter = null,
        IContextPolicy? contextPolicy = null,
        ILengthController? length = null,
        IEnumerable<ISectionReviewer>? reviewers = null,
        IReadOnlyList<IDatasetSink<WritingDocument>>? sinks = null,
        Func<string, IChatClient>? clients = null,
        ILogger? logger = null)
    {
        options ??= Quick();
        length ??= new LengthController(options);
        return new AgentLongWriter(new WriterParts
        {
            Clients = clients ?? (_ => client),
            Options = options,
            Planner = planner ?? new AgentWritePlanner(),
            SectionWriter = sectionWriter ?? new AgentSectionWriter(),
            ContextPolicy = contextPolicy,
            LengthController = length,
            Reviewers = [new CleaningReviewer(), new RedundancyReviewer(), length, .. reviewers ?? []],
            Journals = journals ?? new InMemoryJournalStore(),
            Sinks = sinks ?? [],
            TimeProvider = time ?? TimeProvider.System,
            Logger = logger ?? NullLogger.Instance,
        });
    }

    /// <summary>Reads updates until the run ends, however it ends.</summary>
    public static async Task<(IReadOnlyList<WritingUpdate> Updates, Exception? Failure)> WatchAsync(ILongWriter writer, WritingRequest request, CancellationToken cancellationToken = default)
    {
        var updates = new List<WritingUpdate>();
        try
        {
            await foreach (var update in writer.WriteStreamingAsync(request, cancellationToken))
                updates.Add(update);
        }
        catch (Exception exception)
        {
            return (updates, exception);
        }

        return (updates, null);
    }

    public static IReadOnlyList<WritingNotice> Notices(this IReadOnlyList<WritingUpdate> updates, NoticeKind kind) =>
        [.. updates.OfType<NoticeUpdate>().Select(static u => u.Notice).Where(n => n.Kind == kind)];

    /// <summary>Runs to the end, holding every view of the text against every other.</summary>
    public static async Task<(WritingDocument Document, IReadOnlyList<WritingUpdate> Updates)> RunAsync(ILongWriter writer, WritingRequest request)
    {
        var updates = new List<WritingUpdate>();
        var view = new LiveDocument();
        await foreach (var update in writer.WriteStreamingAsync(request))
        {
            updates.Add(update);
            view.Apply(update);
        }

        var document = Assert.IsType<DocumentFinishedUpdate>(updates[^1]).Document;
        Assert.Equal(document.Text, string.Concat(updates.Select(static u => u.Text)));
        Assert.Equal(document.Text, view.Text);
        Assert.Equal(document.Text, view.Finished);
        Assert.Equal(WordCounters.ForLanguage(document.Request.Language!).Count(document.Text), document.Words);
        Assert.Equal([.. Enumerable.Range(0, document.Sections.Count)], updates.OfType<SectionFinishedUpdate>().Select(static u => u.Section.Index));
        return (document, updates);
    }
}
