using System.Globalization;

namespace LongWriter.Cli.Training;

/// <summary>A line for a step now and then: for logs and pipes.</summary>
internal sealed class PlainTraining(TextWriter output, TimeProvider clock) : ITrainingView
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    public async Task<TrainingProgress?> RunAsync(IAsyncEnumerable<TrainingProgress> steps)
    {
        TrainingProgress? last = null;
        var shown = clock.GetTimestamp();
        await foreach (var step in steps)
        {
            if (last is null || step.Step == step.Steps || step.Checkpoint is not null || step.Evaluation is not null || clock.GetElapsedTime(shown) >= Pause)
            {
                output.WriteLine(Line(step));
                shown = clock.GetTimestamp();
            }

            last = step;
        }

        return last;
    }

    public static string Line(TrainingProgress step) =>
        string.Create(CultureInfo.InvariantCulture, $"Step {step.Step}/{step.Steps}, epoch {step.Epoch}: ") + TrainingFigures.Of(step)
        + (step.Step < step.Steps ? $", about {Figures.Time(step.Remaining)} left" : "")
        + (step.Evaluation is { } evaluation ? "; " + TrainingFigures.Of(evaluation) : "")
        + (step.Checkpoint is { } checkpoint ? $"; {Path.GetFileName(checkpoint)}" : "");
}
