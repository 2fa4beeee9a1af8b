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

    /// <summary>The model that texts are written with, as far as its client names it.</summary>
    public string? WriterModel => ModelOf(WritingRoles.Writer);

    /// <summary>The model of a role, as far as its client names it.</summary>
    public string? ModelOf(string role) =>
        (Writing.ChatOptions.TryGetValue(role, out var own) ? own.ModelId : null) ?? (Clients(role).GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;

    /// <summary>What the writer's options set for a role of the build's own, and the tokens that a model may think with.</summary>
    public RoleCallOptions CallOptions(string role) => new(Writing.ChatOptions.TryGetValue(role, out var own) ? own : null, Writing.ReasoningTokens);
}
