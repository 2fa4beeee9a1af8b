using System.Globalization;

namespace LongWriter.Cli.Training;

/// <summary>The figures of a step in a line.</summary>
internal static class TrainingFigures
{
    public static string Of(TrainingProgress step) => string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:0.0000}")
        + (step.Preferences is { } pairs ? string.Create(CultureInfo.InvariantCulture, $", margin {pairs.Margin:0.000}, accuracy {100 * pairs.Accuracy:0} %") : "")
        + string.Create(CultureInfo.InvariantCulture, $", rate {step.LearningRate:0.00e+0}, gradient {step.GradientNorm:0.00}, {step.TokensPerSecond:N0} tokens/s");
}
