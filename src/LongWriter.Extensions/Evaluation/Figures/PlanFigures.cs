namespace LongWriter;

/// <summary>How a pipeline's sections keep to their plan.</summary>
public sealed class PlanFigures
{
    internal PlanFigures()
    {
    }

    /// <summary>The number of planned steps, written or not.</summary>
    public int Steps { get; internal init; }

    /// <summary>The number of steps that have a section.</summary>
    public int Written { get; internal init; }

    /// <summary>The share of all planned steps whose section has at least half of the content words of its main point, 0 to 1. One that was not written covers nothing.</summary>
    public double Coverage { get; internal init; }

    /// <summary>The mean of |y − x|/x over the written sections, x planned and y written words.</summary>
    public double MeanLengthError { get; internal init; }

    /// <summary>The 90th percentile of the same.</summary>
    public double LengthErrorP90 { get; internal init; }

    /// <summary>The share of written sections within 10 % of their planned length, 0 to 1.</summary>
    public double WithinTenPercent { get; internal init; }

    /// <summary>The share of written sections within 20 % of their planned length, 0 to 1.</summary>
    public double WithinTwentyPercent { get; internal init; }
}
