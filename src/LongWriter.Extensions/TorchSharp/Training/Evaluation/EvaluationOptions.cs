namespace LongWriter;

/// <summary>How a model is evaluated while it is trained. Nothing of it changes a step's weights; <see cref="Patience"/> may end the run earlier, and <see cref="KeepBest"/> says which step's weights it gives.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Optimiser steps between two evaluations; 100. One is always made at the end.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Ends the run after so many evaluations in a row without a lower held-out loss than the lowest before; <see langword="null"/> for never.</summary>
    public int? Patience { get; init; }

    /// <summary>Whether the run's model is that of the evaluation with the lowest held-out loss, of equal ones the first, rather than that of the last step. <see langword="null"/>, the default, for where <see cref="Patience"/> is set.</summary>
    public bool? KeepBest { get; init; }

    /// <summary>Steps between two evaluations that generate too, a multiple of <see cref="Steps"/>; <see langword="null"/> for each. The one at the end always does.</summary>
    public int? GenerateSteps { get; init; }

    /// <summary>Answers generated, one to each of the first prompts; 16.</summary>
    public int MaxPrompts { get; init; } = 16;

    /// <summary>The most tokens of an answer; 2,048. The model's context bounds it too.</summary>
    public int MaxNewTokens { get; init; } = 2048;

    /// <summary>The temperature that answers are drawn with; 0, the default, always takes the likeliest token.</summary>
    public double Temperature { get; init; }

    /// <summary>Begins the draws: the same at each evaluation, and nothing that training draws from.</summary>
    public long Seed { get; init; }

    internal bool KeepsBest => KeepBest ?? Patience is not null;
}
