using System.Text.Json;
using LongWriter.Cli.Models;

namespace LongWriter.Cli.Training;

/// <summary>What <c>longwriter train logprobs</c> does.</summary>
internal sealed class LogProbabilitiesAction(CliEnvironment environment)
{
    // Each variant apart, with its options in the file.
    private static readonly Dictionary<string, DpoOptions> Variants = new()
    {
        ["sigmoid"] = new(),
        ["cdpo"] = new() { LabelSmoothing = 0.1 },
        ["ld"] = new() { LengthAlpha = 0.5 },
        ["sft"] = new() { SftWeight = 1 },
    };

    public async Task<int> RunAsync(string path, string data, string file, string? reference, CancellationToken cancellationToken)
    {
        ResultFile.Prepare(file, "--out");
        using var model = LocalModel.Open(path);
        using var other = reference is null ? null : LocalModel.Open(reference);
        var pairs = new PreferenceReader(model.Template, model.Tokenizer).Read(data).ToList();
        if (pairs.Count == 0)
            throw new UsageException($"--data {data} has no pairs.");

        var scores = Scores(pairs, model.Weights, cancellationToken);
        var referenceScores = other is null ? null : Scores(pairs, other.Weights, cancellationToken);
        var reports = pairs.Select((pair, i) => Report(pair, scores[i], referenceScores?[i])).ToArray();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(reports, CliJson.Line.PairReportArray) + "\n", cancellationToken);
        await environment.Output.WriteLineAsync(file);
        return ExitCode.Done;
    }

    // One model is in memory at a time.
    private static List<(double[] Chosen, double[] Rejected)> Scores(List<PreferencePair> pairs, ModelWeights weights, CancellationToken cancellationToken)
    {
        using var scorer = new SequenceScorer(weights);
        var scores = new List<(double[], double[])>();
        foreach (var pair in pairs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            scores.Add(([.. scorer.LogProbabilities(pair.Chosen)], [.. scorer.LogProbabilities(pair.Rejected)]));
        }

        return scores;
    }

    private static PairReport Report(PreferencePair pair, (double[] Chosen, double[] Rejected) scores, (double[] Chosen, double[] Rejected)? reference) => new(
        pair.RowId,
        new(pair.Chosen, scores.Chosen, reference?.Chosen),
        new(pair.Rejected, scores.Rejected, reference?.Rejected),
        reference is not { } held ? null : Variants.ToDictionary(static v => v.Key, v => VariantReport.Of(v.Value, new DpoLoss(v.Value).Of(scores.Chosen, held.Chosen, scores.Rejected, held.Rejected))));
}
