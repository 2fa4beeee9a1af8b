namespace LongWriter;

/// <summary>What a run has used.</summary>
/// <param name="Calls">Model calls that gave an answer.</param>
/// <param name="InputTokens">Prompt tokens, cached ones included.</param>
/// <param name="CachedInputTokens">Prompt tokens that the server took from its cache.</param>
/// <param name="OutputTokens">Completion tokens, reasoning included.</param>
public sealed record RunUsage(int Calls = 0, long InputTokens = 0, long CachedInputTokens = 0, long OutputTokens = 0)
{
    /// <summary>Prompt and completion tokens.</summary>
    public long TotalTokens => InputTokens + OutputTokens;

    /// <summary>Adds two usages.</summary>
    /// <param name="left">One usage.</param>
    /// <param name="right">The other.</param>
    public static RunUsage operator +(RunUsage left, RunUsage right) => new(
        left.Calls + right.Calls,
        left.InputTokens + right.InputTokens,
        left.CachedInputTokens + right.CachedInputTokens,
        left.OutputTokens + right.OutputTokens);
}
