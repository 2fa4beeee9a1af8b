namespace LongWriter;

/// <summary>How a pipeline's sections keep to their plan.</summary>
public sealed record PlanFigures
{
    /// <summary>The number of planned steps, written or not.</summary>
    public required int Steps { get; init; }

    /// <summary>The number of steps that have a section.</summary>
    public required int Written { get; init; }

    /// <summary>The share of all planned steps whose section has at least half of the content words of its main point, 0 to 1. One that was not written covers nothing.</summary>
    public required double Coverage { get; init; }

    /// <summary>The mean of |y − x|/x over the written sections, x planned and y written words.</summary>
    public required double MeanLengthError { get; init; }

    /// <summary>The 90th percentile of the same.</summary>
    public required double LengthErrorP90 { get; init; }

    /// <summary>The share of written sections within 10 % of their planned length, 0 to 1.</summary>
    public required double WithinTenPercent { get; init; }

    /// <summary>The share of written sections within 20 % of their planned length, 0 to 1.</summary>
    public required double WithinTwentyPercent { get; init; }
}
