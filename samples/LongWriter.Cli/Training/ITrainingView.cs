namespace LongWriter.Cli.Training;

/// <summary>Shows a run while it goes on.</summary>
internal interface ITrainingView
{
    /// <summary>Shows each step.</summary>
    /// <returns>The last one; null where there was none left.</returns>
    Task<TrainingProgress?> RunAsync(IAsyncEnumerable<TrainingProgress> steps);
}
