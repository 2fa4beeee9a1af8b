using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>The computation of one step: [rows, …] through all layers, attention apart for each piece.</summary>
internal sealed class TorchForward(ModelConfig config, TorchModel model, RotaryTable rotary, ScalarType type, Device device)
{
    // Numbers of one block of logits.
    private const int LogitsAtOnce = 8 << 20;
    private readonly TorchAttention _attention = new(config);

    /// <summary>Runs a step; its sequences have room for it.</summary>
    /// <param name="step">The rows.</param>
    /// <param name="logits">Where their logits go.</param>
    /// <returns>How many numbers were written.</returns>
    public int Run(TorchStep step, Span<float> logits)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var rotations = rotary.At(step.Positions());
        // The residual stream stays in fp32: [rows, hidden].
        var stream = model.Embedding.Rows(step.Tokens(device));
        for (var layer = 0; layer < model.Layers.Count; layer++)
        {
            Attend(stream, layer, step, rotations);
            FeedForward(stream, model.Layers[layer]);
        }

        return Head(stream, step.LogitRowIndices(), logits);
    }

    private void Attend(Tensor stream, int index, TorchStep step, Tensor rotations)
    {
        using var scope = NewDisposeScope();
        var layer = model.Layers[index];
        var (heads, groups) = (config.HeadCount, config.KeyValueHeadCount);
        var projected = layer.QueryKeyValue.Forward(Norm(stream, layer.AttentionNorm).to(type)).view(step.Rows, heads + (2 * groups), config.HeadDimension);
        var rotated = Rotate(projected.narrow(1, 0, heads + groups), layer, rotations);
        var query = rotated.narrow(1, 0, heads).to(type);
        var (key, value) = (rotated.narrow(1, heads, groups), projected.narrow(1, heads + groups, groups));
        var mixed = step.Pieces.Count == 1 ? null : empty(step.Rows, config.QuerySize, dtype: type, device: device);
        foreach (var piece in step.Pieces)
        {
            using var pieceScope = NewDisposeScope();
            var (keys, values) = (piece.Sequence.Store.Keys(index), piece.Sequence.Store.Values(index));
            keys.narrow(0, piece.Position, piece.Count).copy_(key.narrow(0, piece.Row, piece.Count));
            values.narrow(0, piece.Position, piece.Count).copy_(value.narrow(0, piece.Row, piece.Count));
            var own = _attention.Forward(query.narrow(0, piece.Row, piece.Count), keys, values, piece.Position);
            if (mixed is null)
                mixed = own.MoveToOuterDisposeScope();
            else
                mixed.narrow(0, piece.Row, piece.Count).copy_(own);
        }

        stream.Increase(layer.AttentionOutput.Forward(mixed!));
    }

    private void FeedForward(Tensor stream, TorchLayer layer)
    {
        using var scope = NewDisposeScope();
        var inner = config.IntermediateSize;
        var both = layer.GateUp.Forward(Norm(stream, layer.FeedForwardNorm).to(type));
        var gated = nn.functional.silu(both.narrow(1, 0, inner)).mul_(both.narrow(1, inner, inner));
        stream.Increase(layer.Down.Forward(gated.to(type)));
    }

    /// <summary>Rotates queries and keys: [rows, heads + key heads, dimension], neighbours a pair; fp32.</summary>
    private Tensor Rotate(Tensor heads, TorchLayer layer, Tensor rotations)
    {
        var turned = heads.to(ScalarType.Float32);
        if (layer.QueryNorm is { } queryNorm && layer.KeyNorm is { } keyNorm)
            turned = cat([Norm(turned.narrow(1, 0, config.HeadCount), queryNorm), Norm(turned.narrow(1, config.HeadCount, config.KeyValueHeadCount), keyNorm)], 1);

        var pairs = config.RotaryDimension / 2;
        var shape = turned.shape;
        turned.narrow(2, 0, 2 * pairs).view(shape[0], shape[1], pairs, 2).view_as_complex().mul_(rotations);
        return turned;
    }

    // fp32: x / sqrt(mean(x²) + epsilon) · weight.
    private Tensor Norm(Tensor x, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var scale = x.mul(x).mean([-1], keepdim: true).Increase(config.NormEpsilon).rsqrt_();
        return (x * scale).mul_(weight).MoveToOuterDisposeScope();
    }

    private int Head(Tensor stream, long[] rows, Span<float> logits)
    {
        var height = Math.Max(1, LogitsAtOnce / config.VocabularySize);
        var written = 0;
        for (var first = 0; first < rows.Length; first += height)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(height, rows.Length - first);
            var selected = stream.index_select(0, tensor(rows.AsSpan(first, count).ToArray(), device: device));
            var numbers = model.Head.Forward(Norm(selected, model.FinalNorm).to(type)).to(ScalarType.Float32).cpu().contiguous();
            MemoryMarshal.Cast<byte, float>(numbers.bytes).CopyTo(logits[written..]);
            written += count * config.VocabularySize;
        }

        return written;
    }
}
