namespace LongWriter;

/// <summary>The lengths that the steps of a plan must have.</summary>
/// <param name="Minimum">The least words of a step.</param>
/// <param name="Maximum">The greatest words of a step.</param>
/// <param name="Required">The words of the whole, or <see langword="null"/> where the plan decides.</param>
internal sealed record PlanBand(int Minimum, int Maximum, int? Required)
{
    /// <summary>The words of a step where nothing says more: the paper's plans come out near 500 (LongWriter, section 3.1).</summary>
    public int Typical => Math.Clamp(500, Math.Min(Minimum, Maximum), Maximum);

    /// <summary>The number of steps that is expected.</summary>
    public required int Expected { get; init; }

    /// <summary>The greatest length that a plan may decide on for itself, in words.</summary>
    public int Limit { get; init; } = PlanStep.MaxWords;

    /// <summary>The band of a document or of one part of it.</summary>
    public static PlanBand For(LongWriterOptions options, int? required)
    {
        var typical = Math.Clamp(500, Math.Min(options.MinStepWords, options.MaxStepWords), options.MaxStepWords);
        return new(options.MinStepWords, options.MaxStepWords, required)
        {
            Expected = required is { } words ? Math.Max(words / typical, 1) : options.MaxStepsPerPlanCall,
            Limit = options.MaxRequiredWords,
        };
    }
}

/// <summary>A step with its final length.</summary>
/// <param name="Point">The main point.</param>
/// <param name="Words">The words.</param>
internal sealed record ShapedStep(string Point, int Words);

/// <summary>A plan brought into its band, or what stands against it.</summary>
/// <param name="Steps">The steps; empty with a fault.</param>
/// <param name="Fault">What stands against it.</param>
/// <param name="Warning">What had to be done beyond rescaling and merging.</param>
internal sealed record ShapedPlan(IReadOnlyList<ShapedStep> Steps, PlanFault? Fault = null, string? Warning = null);
