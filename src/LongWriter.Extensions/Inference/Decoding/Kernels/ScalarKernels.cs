namespace LongWriter;

/// <summary>The reference: the same arithmetic number by number.</summary>
internal sealed unsafe class ScalarKernels : DecoderKernels
{
    public override string Name => "scalar";

    public override void Multiply(in TileProduct product, int firstTile, int endTile)
    {
        var layout = product.Layout;
        for (var row = 0; row < product.Count; row++)
        {
            var output = product.Outputs[row];
            for (var tile = firstTile; tile < endTile; tile += product.Kind == ProductKind.Gate ? 2 : 1)
            {
                for (var lane = 0; lane < TileLayout.TileRows; lane++)
                {
                    var r = tile * TileLayout.TileRows + lane;
                    var sum = Dot(product, r, product.Inputs[row]);
                    if (product.Kind == ProductKind.Gate)
                        output[tile / 2 * TileLayout.TileRows + lane] = sum / (1 + MathF.Exp(-sum)) * Dot(product, r + TileLayout.TileRows, product.Inputs[row]);
                    else if (!product.Exact || r < layout.Rows)
                        output[r] = product.Kind == ProductKind.Add ? output[r] + sum : sum;
                }
            }
        }
    }

    private static float Dot(in TileProduct product, int row, float* input)
    {
        var sum = 0f;
        if (product.Layout.Format == WeightFormat.Int8)
        {
            for (var group = 0; group < product.Layout.Columns / TileLayout.GroupColumns; group++)
                sum += DotInt8(product, row, group, input + group * TileLayout.GroupColumns);
        }
        else
        {
            for (var k = 0; k < product.Layout.Columns; k++)
                sum += TileElements.Get(product.Layout, product.Data, row, k) * input[k];
        }

        return product.Bias == null ? sum : sum + product.Bias[row];
    }

    private static float DotInt8(in TileProduct product, int row, int group, float* input)
    {
        var most = 0f;
        for (var i = 0; i < TileLayout.GroupColumns; i++)
            most = MathF.Max(most, MathF.Abs(input[i]));

        var (scale, sum) = (most / QuantizedRow.Largest, 0);
        for (var i = 0; i < TileLayout.GroupColumns; i++)
        {
            var weight = (sbyte)product.Data[product.Layout.Offset(row, group * TileLayout.GroupColumns + i)];
            sum += most > 0 ? weight * (int)MathF.Round(input[i] * (QuantizedRow.Largest / most)) : 0;
        }

        return TileElements.Scale(product.Layout, product.Data, row, group) * scale * sum;
    }

    public override void Normalize(float* x, float* weight, float* y, int size, float epsilon)
    {
        var squares = 0f;
        for (var i = 0; i < size; i++)
            squares += x[i] * x[i];

        var scale = 1 / MathF.Sqrt(squares / size + epsilon);
        for (var i = 0; i < size; i++)
            y[i] = x[i] * scale * weight[i];
    }

    public override void Rotate(float* head, float* cosine, float* sine, RotaryShape shape, float factor) => RotatePairs(head, cosine, sine, shape, factor);

    /// <summary>The same, for shapes that do not fill lanes.</summary>
    public static void RotatePairs(float* head, float* cosine, float* sine, RotaryShape shape, float factor)
    {
        var half = shape.Rotated / 2;
        for (var i = 0; i < half; i++)
        {
            var (a, b) = shape.Interleaved ? (2 * i, 2 * i + 1) : (i, i + half);
            var (first, second) = (head[a], head[b]);
            head[a] = (first * cosine[i] - second * sine[i]) * factor;
            head[b] = (second * cosine[i] + first * sine[i]) * factor;
        }

        for (var i = shape.Rotated; i < shape.Width; i++)
            head[i] *= factor;
    }

    public override void Attend(in AttentionTask task, float* scratch)
    {
        for (var i = 0; i < task.Positions * task.Heads; i++)
        {
            var position = task.FirstPosition + i / task.Heads;
            var first = Math.Max(0, position - task.Window + 1);
            var maximum = float.NegativeInfinity;
            for (var t = first; t <= position; t++)
                maximum = MathF.Max(maximum, Score(task, i, t));

            var total = 0f;
            new Span<float>(task.Outputs[i], task.Width).Clear();
            for (var t = first; t <= position; t++)
            {
                var weight = MathF.Exp(Score(task, i, t) - maximum);
                total += weight;
                var values = task.Blocks[t / AttentionTask.BlockTokens] + task.Offset + task.Keys.Bytes;
                for (var d = 0; d < task.Width; d++)
                    task.Outputs[i][d] += weight * TileElements.Get(task.Values, values, d, t % AttentionTask.BlockTokens);
            }

            for (var d = 0; d < task.Width; d++)
                task.Outputs[i][d] /= total;
        }
    }

    private static float Score(in AttentionTask task, int query, int token)
    {
        var keys = task.Blocks[token / AttentionTask.BlockTokens] + task.Offset;
        var score = 0f;
        for (var d = 0; d < task.Width; d++)
            score += task.Queries[query][d] * TileElements.Get(task.Keys, keys, token % AttentionTask.BlockTokens, d);

        return score;
    }
}
