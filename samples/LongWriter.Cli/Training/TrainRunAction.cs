using System.Text.Json;

namespace LongWriter.Cli.Training;

/// <summary>What <c>longwriter train lm|sft|dpo</c> does.</summary>
internal sealed class TrainRunAction(CliEnvironment environment, TrainingKind kind)
{
    public async Task<int> RunAsync(string config, bool resume, double? minutes, bool json, CancellationToken cancellationToken)
    {
        var file = TrainingRunFile.Read(config);
        if (kind != TrainingKind.Dpo && (file.Dpo ?? (object?)file.Reference) is not null)
            throw new UsageException($"{config} has 'dpo' or 'reference', which are for 'longwriter train dpo' only.");

        var options = file.Training with { Resume = resume, MaxTime = minutes is { } limit ? TimeSpan.FromMinutes(limit) : file.Training.MaxTime };
        file = file with { Training = options };
        if (!resume && Directory.Exists(options.OutputFolder) && Directory.EnumerateDirectories(options.OutputFolder, "checkpoint-*").FirstOrDefault() is { } earlier)
            throw new UsageException($"{options.OutputFolder} holds {Path.GetFileName(earlier)} of an earlier run. --resume goes on from it; or name another 'outputFolder'.");

        using var source = TrainSource.Open(file);
        await SayAsync($"Model  {source.Path}: {Figures.Number(new ModelInfo(source.Config).Parameters)} parameters");
        var memory = TrainingMemory.Estimate(source.Config, options);
        await SayAsync($"Memory {memory}");
        memory.EnsureFits();
        var steps = kind == TrainingKind.Dpo ? Pairs(source, cancellationToken) : Sequences(source, cancellationToken);
        await SayAsync($"Run    {options.OutputFolder}");

        // Null where a finished run was resumed.
        TrainingProgress? last = null;
        var stopped = false;
        try
        {
            await Show(Seen(steps(cancellationToken), step => last = step), options);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            stopped = true;
        }

        var report = TrainReport.Of(kind, options, last, stopped);
        await environment.Output.WriteLineAsync(json ? JsonSerializer.Serialize(report, CliJson.Line.TrainReport) : report.ToText());
        return stopped ? ExitCode.Interrupted : ExitCode.Done;
    }

    private Func<CancellationToken, IAsyncEnumerable<TrainingProgress>> Sequences(TrainSource source, CancellationToken cancellationToken)
    {
        var data = source.Read(kind == TrainingKind.Lm, cancellationToken);
        environment.Error.WriteLine(Printable.Line("Data   " + Datasets.DatasetFigures.Rows(data.Report, kind == TrainingKind.Lm ? null : source.Template.Name)));
        return new SftTrainer(source.Weights, data.Sequences, source.File.Training, environment.TimeProvider) { Evaluation = source.ReadHeldOut(kind, cancellationToken) }.TrainAsync;
    }

    private Func<CancellationToken, IAsyncEnumerable<TrainingProgress>> Pairs(TrainSource source, CancellationToken cancellationToken)
    {
        var (pairs, dropped) = source.ReadPairs();
        environment.Error.WriteLine($"Data   {Figures.Count(pairs.Count, "pair")}, {Figures.Number(dropped)} dropped as longer than a pack");
        return new DpoTrainer(source.Weights, pairs, source.File.Training, source.File.Dpo, source.Reference, environment.TimeProvider) { Evaluation = source.ReadHeldOut(kind, cancellationToken) }.TrainAsync;
    }

    private static async IAsyncEnumerable<TrainingProgress> Seen(IAsyncEnumerable<TrainingProgress> steps, Action<TrainingProgress> see)
    {
        await foreach (var step in steps)
        {
            see(step);
            yield return step;
        }
    }

    private async Task Show(IAsyncEnumerable<TrainingProgress> steps, TrainingOptions options)
    {
        ITrainingView view = environment.Terminal is { } terminal ? new LiveTraining(terminal) : new PlainTraining(environment.Error, environment.TimeProvider);
        try
        {
            await view.RunAsync(steps);
        }
        finally
        {
            LossPlot.Write(options.OutputFolder);
        }
    }

    private Task SayAsync(string line) => environment.Error.WriteLineAsync(Printable.Line(line));
}
