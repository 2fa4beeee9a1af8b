namespace LongWriter.Cli.Evaluation;

/// <summary>Says what is finished, and how to go on with what is not.</summary>
internal sealed class EvalWatch(CliEnvironment environment) : IProgress<EvaluationProgress>
{
    private readonly Lock _error = new();

    public void Say(string line)
    {
        lock (_error)
            environment.Error.WriteLine(Printable.Line(line));
    }

    public void Report(EvaluationProgress value)
    {
        var row = value.Row;
        var what = row.Scores is { } scores
            ? scores.IsJudged ? $"S_q {Figures.Score(scores.Quality)}" : $"no vote: {scores.Faults.FirstOrDefault()}"
            : row.Error ?? $"{Figures.Number(row.ResponseLength)} of {(row.Length is { } length ? Figures.Number(length) : "?")} words{(row.Fate == PredictionFate.Whole ? "" : $", {row.Fate.ToString().ToLowerInvariant()}")}";
        Say($"Answer {Figures.Number(value.Done)}/{Figures.Number(value.Total)}: {Printable.Short(row.Id, 40)}, {what}");
    }

    /// <summary>Does work that keeps what it has.</summary>
    public Task<int> RunAsync(Func<Task> work) => RunAsync(async () =>
    {
        await work();
        return ExitCode.Done;
    });

    /// <inheritdoc cref="RunAsync(Func{Task})"/>
    public Task<int> RunAsync(Func<Task<int>> work) => KeptWork.RunAsync(
        work,
        "What is finished is kept; the same command with --resume goes on.",
        Say);
}
