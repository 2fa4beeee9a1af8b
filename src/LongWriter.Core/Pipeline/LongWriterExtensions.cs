using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Ways to call a writer that need no stream, and a writer over a chat client without dependency injection.</summary>
public static class LongWriterExtensions
{
    /// <summary>Writes the document and returns it whole.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="request">What to write.</param>
    /// <param name="cancellationToken">Stops the run at its journal.</param>
    /// <returns>The document; its <see cref="WritingDocument.Status"/> tells whether a budget ended it early.</returns>
    /// <exception cref="LongWriterException">The request is not usable or the run cannot go on.</exception>
    public static Task<WritingDocument> WriteAsync(this ILongWriter writer, WritingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer.WriteStreamingAsync(request, cancellationToken).ToWritingDocumentAsync(cancellationToken);
    }

    /// <summary>Makes the plan only. Edit it and write it under the same id, or under none, whenever you like.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="request">What to write.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="LongWriterException">The request is not usable or there is no usable plan.</exception>
    public static async Task<WritingPlan> PlanAsync(this ILongWriter writer, WritingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (await writer.WriteAsync(request with { PlanOnly = true }, cancellationToken).ConfigureAwait(false)).Plan;
    }

    /// <summary>Reads a stream of updates to its end and returns the document.</summary>
    /// <param name="updates">The updates of one run.</param>
    /// <param name="cancellationToken">Stops the run at its journal.</param>
    public static async Task<WritingDocument> ToWritingDocumentAsync(this IAsyncEnumerable<WritingUpdate> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        WritingDocument? document = null;
        await foreach (var update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
            document = (update as DocumentFinishedUpdate)?.Document ?? document;

        return document ?? throw new InvalidOperationException("The updates ended without a DocumentFinishedUpdate; middleware has to pass it on.");
    }

    /// <summary>What a run is expected to take, before anything is spent.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="request">What to write.</param>
    /// <exception cref="LongWriterException">The request is not usable.</exception>
    public static WritingEstimate Estimate(this ILongWriter writer, WritingRequest request)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(request);
        var parts = writer.GetService(typeof(WriterParts)) as WriterParts
            ?? throw new NotSupportedException($"{writer.GetType().Name} gives no estimates.");
        return new RunPrices(parts, RequestValidation.Resolve(request, parts.Options)).EstimateBefore();
    }

    /// <summary>Asks a writer for a service.</summary>
    /// <typeparam name="T">The service's type.</typeparam>
    /// <param name="writer">The writer.</param>
    public static T? GetService<T>(this ILongWriter writer)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer.GetService(typeof(T)) as T;
    }

    /// <summary>A writer over one chat client, with the default stages.</summary>
    /// <param name="client">Serves every role. Not disposed by the writer.</param>
    /// <param name="options">The options; defaults where <see langword="null"/>.</param>
    /// <param name="journals">Where runs are kept; in memory where <see langword="null"/>.</param>
    /// <param name="lengthController">The length controller; <see cref="LengthController"/> where <see langword="null"/>, <see cref="NoLengthController"/> for plain AgentWrite.</param>
    /// <param name="time">Times retries, watchdogs and budgets; the system's where <see langword="null"/>.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static ILongWriter AsLongWriter(
        this IChatClient client, LongWriterOptions? options = null, IJournalStore? journals = null, ILengthController? lengthController = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new LongWriterOptions();
        LongWriterOptionsValidator.Check(options);
        lengthController ??= new LengthController(options);
        return new AgentLongWriter(new WriterParts
        {
            Clients = _ => client,
            Options = options,
            Planner = new AgentWritePlanner(),
            SectionWriter = new AgentSectionWriter(),
            LengthController = lengthController,
            Reviewers = [new CleaningReviewer(), new RedundancyReviewer(), lengthController],
            Journals = journals ?? new InMemoryJournalStore(),
            TimeProvider = time ?? TimeProvider.System,
        });
    }
}
