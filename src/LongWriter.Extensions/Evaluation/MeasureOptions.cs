namespace LongWriter;

/// <summary>How answers are evaluated.</summary>
public sealed record MeasureOptions
{
    /// <summary>The size in tokens of the windows over which figures are held against each other; 1,000. From 100.</summary>
    public int WindowTokens { get; init; } = 1_000;

    /// <summary>The limits of the repetition gate.</summary>
    public RepetitionGate Gate { get; init; } = new();

    /// <summary>Answers that are measured at a time; as many as the machine has processors.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <exception cref="LongWriterException">A value is out of its range.</exception>
    internal void Check()
    {
        OptionRange.Hold(WindowTokens >= 100, nameof(WindowTokens), WindowTokens, "100 or more");
        OptionRange.Hold(Gate.WindowTokens >= 100, "Gate.WindowTokens", Gate.WindowTokens, "100 or more");
        OptionRange.Hold(Parallelism >= 1, nameof(Parallelism), Parallelism, "1 or more");
    }
}
