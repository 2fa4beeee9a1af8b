namespace LongWriter;

/// <summary>What a <see cref="LocalChatClient"/> does where a call's options say nothing.</summary>
public sealed record LocalChatDefaults
{
    /// <summary>How tokens are chosen; what a call sets replaces single values of it.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>The greatest answer in tokens; a call may ask for less, not for more.</summary>
    /// <value>Default <see langword="null"/>: what the context leaves.</value>
    public int? MaxOutputTokens { get; init; }

    /// <summary>When an answer ends because it is caught in a loop.</summary>
    /// <value>Default <see cref="LoopDetection.Default"/>; <see langword="null"/>: never.</value>
    public LoopDetection? Loop { get; init; } = LoopDetection.Default;

    /// <summary>Tokens that end an answer, beside those of the template and of the model's configuration.</summary>
    public IReadOnlyList<int> StopTokenIds { get; init; } = [];
}
