using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter;

/// <summary>What a writer is put together from. All stages are stateless and shared by its runs.</summary>
internal sealed class WriterParts
{
    public required Func<string, IChatClient> Clients { get; init; }

    public required LongWriterOptions Options { get; init; }

    public required IPlanner Planner { get; init; }

    public required ISectionWriter SectionWriter { get; init; }

    /// <summary>The user's own policy; null leaves the choice to <see cref="LongWriterOptions.Context"/>.</summary>
    public IContextPolicy? ContextPolicy { get; init; }

    public required ILengthController LengthController { get; init; }

    /// <summary>Reviewers in order, the length controller among them.</summary>
    public required IReadOnlyList<ISectionReviewer> Reviewers { get; init; }

    public required IJournalStore Journals { get; init; }

    public IReadOnlyList<IDatasetSink<WritingDocument>> Sinks { get; init; } = [];

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The writing model's context in tokens: as configured, else as its client says.</summary>
    public int? ContextTokens => Options.ContextTokens ?? (Clients(WritingRoles.Writer).GetService(typeof(ModelLimits)) as ModelLimits)?.ContextTokens;

    /// <summary>Makes the ids of runs that bring none.</summary>
    public Func<TimeProvider, string> NewRunId { get; init; } = static time => RunId.New(time);
}
