using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Models;

/// <summary>Runs a model in several weight formats over the same windows of a text, one format after the other.</summary>
internal sealed class QualityAction(QualityArguments arguments, CliEnvironment environment)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var text = await InputFile.ReadAsync("--text", arguments.Text, cancellationToken);
        using var model = LocalModel.Open(arguments.Model.Path, arguments.Model.Options());
        var windows = TokenWindows.Of(model, text, arguments.Tokens, arguments.Window);
        if (windows.Predicted == 0)
            throw new UsageException($"--text {arguments.Text} has too few tokens: there has to be one that follows another.");

        CheckMemory(model.Config, windows);
        var exact = new List<PredictedRows>();
        var reports = new List<FormatQuality> { Run(model, WeightFormat.Float32, windows, exact, keep: true, cancellationToken) };
        foreach (var format in arguments.Formats.Where(static format => format != WeightFormat.Float32))
            reports.Add(Run(model, format, windows, exact, keep: false, cancellationToken));

        var report = new QualityReport(arguments.Model.Path, arguments.Model.Decoder, windows.Predicted, windows.Longest, reports);
        await environment.Output.WriteLineAsync(arguments.Json ? report.ToJson() : report.ToText());
        return ExitCode.Done;
    }

    private FormatQuality Run(LocalModel model, WeightFormat format, TokenWindows windows, List<PredictedRows> exact, bool keep, CancellationToken cancellationToken)
    {
        var source = arguments.Model with { Weights = format };
        using var decoder = source.Load(model.Weights);
        var figures = new QualityFigures(model.Config.VocabularySize);
        var chunk = 0;
        foreach (var rows in windows.Run(decoder, cancellationToken))
        {
            if (keep)
                exact.Add(rows);
            figures.Add(exact[chunk++].Logits, rows);
        }

        return figures.Report(LocalModelArguments.NameOf(format), decoder.Info.WeightBytes) with { Threads = decoder.Info.Threads };
    }

    /// <summary>The logits of fp32 are kept beside the weights of one format at a time.</summary>
    private void CheckMemory(ModelConfig config, TokenWindows windows)
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var kept = (long)windows.Predicted * config.VocabularySize * sizeof(float);
        if (kept >= available)
            throw new UsageException($"The logits of {Figures.Count(windows.Predicted, "token")} take {Figures.Number(kept)} bytes, more than the memory; take fewer with --tokens.");

        var info = new ModelInfo(config);
        info.EnsureFits(WeightFormat.Float32, windows.Longest, sizeof(float), available - kept);
        foreach (var format in arguments.Formats)
            info.EnsureFits(format, windows.Longest, availableBytes: available - kept);
    }
}
