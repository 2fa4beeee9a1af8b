namespace LongWriter;

/// <summary>When an answer counts as caught in a loop: its last tokens are one run of tokens over and over, exactly.</summary>
/// <remarks>
/// Prose, lists, tables and refrains vary within the limits of the defaults: a repeated verse or an empty table row neither comes six
/// times without a word between, nor fills 400 tokens. A loop that varies, counting up for example, is not found.
/// </remarks>
public sealed record LoopDetection
{
    /// <summary>The defaults.</summary>
    public static LoopDetection Default { get; } = new();

    /// <summary>How often the run has to stand there in a row.</summary>
    /// <value>Default 6. At least 2.</value>
    public int MinRepeats { get; init; } = 6;

    /// <summary>How many tokens all its repeats have to cover together.</summary>
    /// <value>Default 400. At least 2.</value>
    public int MinTokens { get; init; } = 400;

    /// <summary>The longest run that is looked for, in tokens; a token's check costs so many comparisons.</summary>
    /// <value>Default 512. From 1 to 16,384.</value>
    public int MaxPeriod { get; init; } = 512;

    internal void Check()
    {
        SamplingOptions.Require(MinRepeats >= 2, "LoopDetection.MinRepeats", MinRepeats, "at least 2");
        SamplingOptions.Require(MinTokens >= 2, "LoopDetection.MinTokens", MinTokens, "at least 2");
        SamplingOptions.Require(MaxPeriod is >= 1 and <= 16_384, "LoopDetection.MaxPeriod", MaxPeriod, "from 1 to 16,384");
    }
}
