using static TorchSharp.torch;

namespace LongWriter;

/// <summary>Attention of the tokens of one piece to their own text. Query heads that share a key head are grouped without repeating its memory.</summary>
internal sealed class TorchAttention(ModelConfig config)
{
    // Numbers of one mask, and rows of a part: libtorch computes what causality hides, so a prompt is taken in parts that see no more than their own past; 64 rows at its beginning took 0.70 of the time of one causal call over 512.
    private const int MaskSize = 4 << 20;
    private const int FewestRows = 16, UsualRows = 64;
    private readonly int _groups = config.KeyValueHeadCount, _share = config.HeadCount / config.KeyValueHeadCount, _width = config.HeadDimension;

    /// <summary>Computes it for consecutive tokens.</summary>
    /// <param name="query">[count, heads, dimension], rotated.</param>
    /// <param name="keys">[capacity, key heads, dimension], the tokens' own at their positions.</param>
    /// <param name="values">As <paramref name="keys"/>.</param>
    /// <param name="position">Position of the first token.</param>
    /// <returns>[count, heads · dimension], in the current dispose scope.</returns>
    public Tensor Forward(Tensor query, Tensor keys, Tensor values, int position)
    {
        var count = (int)query.shape[0];
        var first = FirstSeen(position);
        if (count == 1)
            return Single(query, keys.narrow(0, first, position + 1 - first), values.narrow(0, first, position + 1 - first));

        var parts = Parts(query, keys, values, position).ToList();
        return parts.Count == 1 ? parts[0] : cat(parts, 0);
    }

    private IEnumerable<Tensor> Parts(Tensor query, Tensor keys, Tensor values, int position)
    {
        for (int row = 0, rows; row < query.shape[0]; row += rows)
        {
            var past = position + row;
            rows = (int)Math.Min(query.shape[0] - row, Math.Max(FewestRows, Math.Min(MaskSize / (past + UsualRows), Math.Max(UsualRows, past / 4))));
            yield return Part(query.narrow(0, row, rows), keys, values, past);
        }
    }

    // is_causal lets row i see the keys 0 to i, which is right at a text's beginning alone.
    private Tensor Part(Tensor query, Tensor keys, Tensor values, int position)
    {
        var count = (int)query.shape[0];
        return position == 0 && FirstSeen(count - 1) == 0
            ? Many(query, keys.narrow(0, 0, count), values.narrow(0, 0, count), null)
            : Masked(query, keys, values, position);
    }

    private Tensor Masked(Tensor query, Tensor keys, Tensor values, int position)
    {
        var (count, first) = ((int)query.shape[0], FirstSeen(position));
        var seen = position + count - first;
        // Row i is the token at position + i and column j the one at first + j: it sees j up to position - first + i, and no more than the window.
        var past = position - first;
        var visible = ones(count, seen, dtype: ScalarType.Bool, device: query.device).tril_(past);
        if (config.SlidingWindow is { } window)
            visible = visible.triu_(past - window + 1);

        var mask = full(count, seen, TorchNumbers.MinusInfinity, dtype: query.dtype, device: query.device).masked_fill_(visible, TorchNumbers.Zero);
        return Many(query, keys.narrow(0, first, seen), values.narrow(0, first, seen), mask);
    }

    // One token sees all: the query heads of a group are then so many rows of one head, which reads its keys once.
    private Tensor Single(Tensor query, Tensor keys, Tensor values) =>
        nn.functional.scaled_dot_product_attention(query.view(1, _groups, _share, _width), keys.transpose(0, 1).unsqueeze(0), values.transpose(0, 1).unsqueeze(0)).reshape(1, -1);

    private Tensor Many(Tensor query, Tensor keys, Tensor values, Tensor? mask)
    {
        var count = query.shape[0];
        var grouped = query.view(count, _groups, _share, _width).permute(1, 2, 0, 3);
        var mixed = nn.functional.scaled_dot_product_attention(grouped, Repeat(keys), Repeat(values), mask, is_casual: mask is null);
        return mixed.permute(2, 0, 1, 3).reshape(count, -1);
    }

    // [keys, groups, dimension] as [groups, share, keys, dimension], with a step of 0 between the heads of a group.
    private Tensor Repeat(Tensor keys) => keys.permute(1, 0, 2).unsqueeze(1).expand(_groups, _share, keys.shape[0], _width);

    private int FirstSeen(int position) => config.SlidingWindow is { } window ? Math.Max(0, position - window + 1) : 0;
}
