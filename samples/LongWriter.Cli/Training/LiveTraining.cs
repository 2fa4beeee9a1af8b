using Spectre.Console;

namespace LongWriter.Cli.Training;

/// <summary>A bar with the newest step's figures, on a terminal; checkpoints stay as lines above it.</summary>
internal sealed class LiveTraining(IAnsiConsole console) : ITrainingView
{
    public Task<TrainingProgress?> RunAsync(IAsyncEnumerable<TrainingProgress> steps)
    {
        TrainingProgress? last = null;
        return console.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("first step …");
                await foreach (var step in steps)
                {
                    bar.MaxValue = step.Steps;
                    bar.Value = step.Step;
                    bar.Description = Markup.Escape($"{step.Step}/{step.Steps} {TrainingFigures.Of(step)}" + (step.Step < step.Steps ? $", {Figures.Time(step.Remaining)} left" : ""));
                    if ((step.Checkpoint ?? (object?)step.Evaluation) is not null)
                        console.WriteLine(PlainTraining.Line(step));
                    last = step;
                }

                return last;
            });
    }
}
