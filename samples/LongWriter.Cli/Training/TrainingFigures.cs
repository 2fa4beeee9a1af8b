using System.Globalization;

namespace LongWriter.Cli.Training;

/// <summary>The figures of a step in a line.</summary>
internal static class TrainingFigures
{
    public static string Of(TrainingProgress step) => string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:0.0000}")
        + (step.Preferences is { } pairs ? string.Create(CultureInfo.InvariantCulture, $", margin {pairs.Margin:0.000}, accuracy {100 * pairs.Accuracy:0} %") : "")
        + string.Create(CultureInfo.InvariantCulture, $", rate {step.LearningRate:0.00e+0}, gradient {step.GradientNorm:0.00}, {step.TokensPerSecond:N0} tokens/s");

    /// <summary>What an evaluation came to.</summary>
    public static string Of(EvaluationResult result) => string.Join(", ", Parts(result));

    private static IEnumerable<string> Parts(EvaluationResult result)
    {
        if (result.Loss is { } loss)
            yield return string.Create(CultureInfo.InvariantCulture, $"held-out loss {loss:0.0000}{(result.Best ? " (best)" : "")}");
        if (result.BitsPerByte is { } bits)
            yield return string.Create(CultureInfo.InvariantCulture, $"{bits:0.000} bits a byte");
        if (result.Preferences is { } pairs)
            yield return string.Create(CultureInfo.InvariantCulture, $"margin {pairs.Margin:0.000}, accuracy {100 * pairs.Accuracy:0} %");
        if (result.Generated is { } answers)
            yield return string.Create(CultureInfo.InvariantCulture, $"S_l {answers.LengthScore:0.0}, {answers.Words:N0} words, {100 * answers.Ended:0} % ended, {100 * answers.Loops:0} % in loops");
    }
}
