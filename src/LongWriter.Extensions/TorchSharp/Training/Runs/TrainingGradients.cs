using System.Globalization;
using TorchSharp;

namespace LongWriter;

/// <summary>The gradients of one optimiser step as a file, to be held against other implementations.</summary>
public static class TrainingGradients
{
    /// <summary>Computes a step in fp32 and writes the gradient of every parameter, under the names that the model's family is published with, and the loss as metadata <c>loss</c>.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="step">All packs of the step.</param>
    /// <param name="path">The safetensors file.</param>
    /// <param name="averaging">What is averaged over. That over packs is over the packs as given, however they are computed.</param>
    /// <param name="packed">Whether a pack is computed at once; otherwise each sequence alone.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="LongWriterException">A sequence cannot be used, or none has a token to learn (<see cref="LongWriterError.InvalidRequest"/>); libtorch does not load (<see cref="LongWriterError.BackendUnavailable"/>); the file cannot be written.</exception>
    public static double Write(ModelWeights weights, IReadOnlyList<TokenPack> step, string path, LossAveraging averaging = LossAveraging.Token, bool packed = true)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        TrainingChecks.Check([.. step.SelectMany(static p => p.Sequences)], weights.Config, int.MaxValue);
        TorchRuntime.EnsureLoaded();
        using var model = new TrainableModel(weights);
        using var pass = new TrainingPass(model, new() { Type = torch.ScalarType.Float32 });
        var places = LossWeights.Of(step, averaging);
        var loss = 0.0;
        for (var p = 0; p < step.Count; p++)
        {
            var pack = places[p].Zip(step[p].Sequences, static (weight, sequence) => (weight, sequence)).ToArray();
            foreach (var part in packed ? [pack] : pack.Chunk(1))
            {
                var weightOf = new PackLayout(new([.. part.Select(static x => x.sequence)])).Targets.Select(t => part[t.Sequence].weight).ToArray();
                var losses = pass.Backward(new([.. part.Select(static x => x.sequence)]), (target, _) => weightOf[target]);
                loss += losses.Zip(weightOf, static (l, w) => l * w).Sum();
            }
        }

        using var scope = torch.NewDisposeScope();
        var gradients = model.Parameters.ToDictionary(static p => p.Key, static p => p.Value.grad ?? torch.zeros_like(p.Value));
        SafetensorsWriter.Write(path, TrainedModel.Entries(weights.Config, gradients, SafetensorsType.F32), new Dictionary<string, string> { ["loss"] = loss.ToString("R", CultureInfo.InvariantCulture) });
        return loss;
    }
}
