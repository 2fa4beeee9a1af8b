namespace LongWriter;

/// <summary>
/// What a run may spend. A call starts only if its worst case fits, so calls, tokens and money are never overspent; time is
/// soft: no call starts after it. <see langword="null"/> means no limit.
/// </summary>
public sealed record WritingBudget
{
    /// <summary>The greatest number of model calls.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>The greatest number of prompt and completion tokens together.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>The greatest cost, in the currency of the configured prices. Needs a price for every model in use.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>The time after which no further call starts.</summary>
    public TimeSpan? MaxTime { get; init; }
}

/// <summary>The price of a model, per million tokens, in one currency for the whole configuration.</summary>
/// <param name="InputPerMillion">Price of a million prompt tokens.</param>
/// <param name="OutputPerMillion">Price of a million completion tokens.</param>
/// <param name="CachedInputPerMillion">Price of a million cached prompt tokens; <see langword="null"/>: as other prompt tokens.</param>
public sealed record ModelPrice(decimal InputPerMillion, decimal OutputPerMillion, decimal? CachedInputPerMillion = null);

/// <summary>A range of what a run is expected to take.</summary>
/// <param name="Calls">Model calls.</param>
/// <param name="InputTokens">Prompt tokens.</param>
/// <param name="OutputTokens">Completion tokens.</param>
public sealed record WritingEstimate(EstimateRange Calls, EstimateRange InputTokens, EstimateRange OutputTokens)
{
    /// <summary>Cost in the currency of the configured prices; <see langword="null"/> where a price is unknown.</summary>
    public (decimal Minimum, decimal Maximum)? Cost { get; init; }

    /// <summary>Time without waits, from the speed of the answers that this call of the run has had, the plan's for one; <see langword="null"/> where there was none.</summary>
    public (TimeSpan Minimum, TimeSpan Maximum)? Time { get; init; }
}

/// <summary>A range of whole numbers.</summary>
/// <param name="Minimum">The low end.</param>
/// <param name="Maximum">The high end.</param>
public readonly record struct EstimateRange(long Minimum, long Maximum);
