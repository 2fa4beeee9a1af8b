namespace LongWriter;

/// <summary>The learning rate over a run's steps: up to its peak, there for a while, and down to its floor.</summary>
public sealed record LearningRateSchedule
{
    /// <summary>The highest rate; 1e-5, the paper's for models of 8 to 9 billion parameters. Small models that begin at random take a hundred times as much.</summary>
    public double Peak { get; init; } = 1e-5;

    /// <summary>How it comes down; a cosine.</summary>
    public LearningRateDecay Decay { get; init; } = LearningRateDecay.Cosine;

    /// <summary>Share of all steps over which it rises in a line from 0; 0.03.</summary>
    public double WarmupShare { get; init; } = 0.03;

    /// <summary>Share of all steps, from the last one back, over which it comes down; 1 for from the end of the warmup on.</summary>
    public double DecayShare { get; init; } = 1;

    /// <summary>The rate at the end as a share of the peak; 0.</summary>
    public double Floor { get; init; }

    /// <summary>The rate of a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">All steps of the run.</param>
    /// <returns>The learning rate; above 0 at the first step.</returns>
    public double At(int step, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var warmup = WarmupShare * steps;
        if (step < warmup)
            return Peak * Math.Min(1, (step + 1) / warmup);

        var start = Math.Max(warmup, (1 - DecayShare) * steps);
        if (Decay == LearningRateDecay.Constant || step < start)
            return Peak;

        var gone = Math.Min(1, (step - start) / Math.Max(1, steps - start));
        var left = Decay == LearningRateDecay.Linear ? 1 - gone : (1 + Math.Cos(Math.PI * gone)) / 2;
        return Peak * (Floor + (1 - Floor) * left);
    }
}

/// <summary>How a learning rate comes down.</summary>
public enum LearningRateDecay
{
    /// <summary>Half a cosine.</summary>
    Cosine,

    /// <summary>A line.</summary>
    Linear,

    /// <summary>Not at all.</summary>
    Constant,
}
