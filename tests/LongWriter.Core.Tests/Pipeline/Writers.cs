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
