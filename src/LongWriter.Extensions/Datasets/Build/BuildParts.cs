using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>What a builder is put together from.</summary>
internal sealed record BuildParts(string Folder, ILongWriter Writer, IJournalStore Runs, Func<string, IChatClient> Clients, BuildMeter Meter, AdaptiveLimiter Limiter, TimeProvider Time)
{
    /// <summary>The role of the client that selects instructions.</summary>
    public const string SelectorRole = "selector";

    /// <summary>The role of the client that makes instructions for texts.</summary>
    public const string InstructorRole = "instructor";

    public required DatasetBuildOptions Options { get; init; }

    /// <summary>The writer's own options.</summary>
    public LongWriterOptions Writing => Writer.GetService<LongWriterOptions>() ?? new();
}
