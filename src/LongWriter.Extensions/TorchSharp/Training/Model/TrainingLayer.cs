using static TorchSharp.torch;

namespace LongWriter;

/// <summary>One decoder layer for training. N tokens of a pack, H hidden, h heads, g key and value heads, d of a head.</summary>
/// <param name="model">The parameters.</param>
/// <param name="adapters">What is trained on top of some projections, or nothing.</param>
/// <param name="type">What products are computed in.</param>
internal sealed class TrainingLayer(TrainableModel model, ITrainedAdapter? adapters, ScalarType type)
{
    private readonly ModelConfig _config = model.Config;

    /// <summary>[N, H] to [N, H].</summary>
    /// <param name="index">Which layer.</param>
    /// <param name="stream">The residual stream, in the parameters' type.</param>
    /// <param name="pack">Where sequences begin and end.</param>
    /// <param name="rotations">Complex [N, 1, pairs].</param>
    public Tensor Forward(int index, Tensor stream, PackLayout pack, Tensor rotations)
    {
        using var scope = NewDisposeScope();
        var attended = stream.Plus(Attend(index, Norm(stream, TensorNames.AttentionNorm(index)), pack, rotations));
        return attended.Plus(FeedForward(index, Norm(attended, TensorNames.FeedForwardNorm(index)))).MoveToOuterDisposeScope();
    }

    /// <summary>x / sqrt(mean(x²) + epsilon) · weight, in the products' type.</summary>
    public Tensor Norm(Tensor x, string name) => TorchOperators.RmsNorm(x, model[name], _config.NormEpsilon).to(type);

    private Tensor Attend(int index, Tensor x, PackLayout pack, Tensor rotations)
    {
        var (heads, groups, width) = (_config.HeadCount, _config.KeyValueHeadCount, _config.HeadDimension);
        var (query, key) = (TensorNames.Query(index), TensorNames.Key(index));
        var projected = Project(x, [query, key, TensorNames.Value(index)], rotated: 2).view(x.shape[0], heads + 2 * groups, width);
        var turned = Rotate(projected.narrow(1, 0, heads + groups), index, rotations);
        // [heads, N, d]: a sequence is a slice of rows.
        var queries = turned.narrow(1, 0, heads).transpose(0, 1);
        var keys = Repeat(turned.narrow(1, heads, groups)).transpose(0, 1);
        var values = Repeat(projected.narrow(1, heads + groups, groups)).transpose(0, 1);
        var mixed = pack.Segments.Length == 1 ? Attend(queries, keys, values) : cat(AttendEach(queries, keys, values, [.. pack.Segments.Select(static s => (long)s.Length)]), 1);
        return Project(mixed.transpose(0, 1).reshape(x.shape[0], heads * width), [TensorNames.AttentionOutput(index)]);
    }

    // Cut at once: the gradient of one split is one concatenation, that of a slice is as large as the pack, for each sequence again.
    private Tensor[] AttendEach(Tensor queries, Tensor keys, Tensor values, long[] lengths)
    {
        var (q, k, v) = (queries.split(lengths, 1), keys.split(lengths, 1), values.split(lengths, 1));
        return [.. lengths.Select((_, i) => Attend(q[i], k[i], v[i]))];
    }

    // [h, T, d] each: a token sees itself and those before it.
    private Tensor Attend(Tensor query, Tensor key, Tensor value)
    {
        var length = query.shape[1];
        var window = _config.SlidingWindow is { } size && size < length ? Window(length, size) : null;
        return nn.functional.scaled_dot_product_attention(query.unsqueeze(0), key.unsqueeze(0), value.unsqueeze(0), window, is_casual: window is null).squeeze(0);
    }

    private static Tensor Window(long length, int size) => ones(length, length, dtype: ScalarType.Bool).tril().triu(1 - size);

    // [N, g, d] to [N, h, d]: query heads that share a key and value head stand side by side.
    private Tensor Repeat(Tensor x)
    {
        var shared = _config.HeadCount / _config.KeyValueHeadCount;
        return shared == 1 ? x : x.unsqueeze(2).expand(x.shape[0], x.shape[1], shared, x.shape[2]).reshape(x.shape[0], _config.HeadCount, x.shape[2]);
    }

    private Tensor FeedForward(int index, Tensor x)
    {
        var both = Project(x, [TensorNames.Gate(index), TensorNames.Up(index)]);
        var inner = _config.IntermediateSize;
        return Project(nn.functional.silu(both.narrow(1, 0, inner)) * both.narrow(1, inner, inner), [TensorNames.Down(index)]);
    }

    // Queries and keys: [N, h + g, d], neighbours a pair; the angle is applied in fp32.
    private Tensor Rotate(Tensor heads, int index, Tensor rotations)
    {
        var x = heads.to(model.Type);
        if (_config.QueryKeyNorm)
        {
            x = cat(
            [
                TorchOperators.RmsNorm(x.narrow(1, 0, _config.HeadCount), Paired(model[TensorNames.QueryNorm(index)]), _config.NormEpsilon),
                TorchOperators.RmsNorm(x.narrow(1, _config.HeadCount, _config.KeyValueHeadCount), Paired(model[TensorNames.KeyNorm(index)]), _config.NormEpsilon),
            ],
            1);
        }

        var (rows, count, rotated) = (x.shape[0], x.shape[1], _config.RotaryDimension);
        var turned = (x.narrow(2, 0, rotated).reshape(rows, count, rotated / 2, 2).view_as_complex() * rotations).view_as_real().view(rows, count, rotated);
        return (rotated == _config.HeadDimension ? turned : cat([turned, x.narrow(2, rotated, _config.HeadDimension - rotated)], 2)).to(type);
    }

    // Several projections of the same input as one product; rows of the first ones are put in pairs for the rotation.
    private Tensor Project(Tensor x, string[] names, int rotated = 0)
    {
        if (adapters is not null)
            return Adapt(x, names, rotated, adapters).to(names.Length == 1 ? model.Type : type);

        var weights = names.Select((name, i) => i < rotated ? Paired(model[name]) : model[name]).ToArray();
        var weight = (weights.Length == 1 ? weights[0] : cat(weights, 0)).to(type);
        var biases = names.Select(static name => TensorNames.BiasOf(name)).Select(model.Find).ToArray();
        var bias = biases[0] is null ? null : cat([.. biases.Select((b, i) => i < rotated ? Paired(b!) : b!)], 0).to(type);
        return nn.functional.linear(x, weight, bias).to(names.Length == 1 ? model.Type : type);
    }

    // Weights that stay as they are, are not copied to put them together or in pairs: outputs are.
    private Tensor Adapt(Tensor x, string[] names, int rotated, ITrainedAdapter adapter)
    {
        var parts = names.Select((name, i) =>
        {
            var product = nn.functional.linear(x, model[name].to(type), model.Find(TensorNames.BiasOf(name))?.to(type));
            var whole = adapter.Forward(name, x) is { } delta ? product.Plus(delta) : product;
            return i < rotated ? Paired(whole.transpose(0, 1)).transpose(0, 1) : whole;
        }).ToArray();
        return parts.Length == 1 ? parts[0] : cat(parts, 1);
    }

    // Rows of each head in the order (0, d/2, 1, d/2 + 1, …), so that what rotates together stands together.
    private Tensor Paired(Tensor x)
    {
        var (width, rotated) = (_config.HeadDimension, _config.RotaryDimension);
        if (_config.RotaryInterleaved)
            return x;

        var heads = x.shape[0] / width;
        var rest = x.shape[1..];
        var split = x.view([heads, width, .. rest]);
        var turned = split.narrow(1, 0, rotated).reshape([heads, 2, rotated / 2, .. rest]).transpose(1, 2).reshape([heads, rotated, .. rest]);
        return (rotated == width ? turned : cat([turned, split.narrow(1, rotated, width - rotated)], 1)).reshape(x.shape);
    }
}

/// <summary>Something small that is trained on top of projections that stay as they are.</summary>
internal interface ITrainedAdapter
{
    /// <summary>What is added to a projection's output: [N, outputs]; null where nothing is.</summary>
    Tensor? Forward(string name, Tensor x);
}
