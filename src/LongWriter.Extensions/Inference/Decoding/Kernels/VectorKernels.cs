using System.Runtime.CompilerServices;

namespace LongWriter;

/// <summary>The kernels over sixteen lanes.</summary>
/// <remarks>All are compiled with optimisation at their first call. Left to the runtime's tiers they ran without it for the first seconds, in which a small model has written its document; measured, the plans of thirty documents took half the time, and three hundred no more than before.</remarks>
internal sealed unsafe partial class VectorKernels<TLanes, TVector>(string name) : DecoderKernels
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int MaxRows = 8;

    public override string Name => name;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Multiply(in TileProduct product, int firstTile, int endTile)
    {
        switch (product.Layout.Format)
        {
            case WeightFormat.Float32:
                Multiply<Float32Tile<TLanes, TVector>>(product, firstTile, endTile);
                break;
            case WeightFormat.BFloat16:
                Multiply<BFloat16Tile<TLanes, TVector>>(product, firstTile, endTile);
                break;
            default:
                MultiplyInt8(product, firstTile, endTile);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyInt8(TileProduct product, int firstTile, int endTile)
    {
        for (var i = 0; i < product.Count; i++)
            QuantizedRow.Write(product.Inputs[i], product.Layout.Columns, product.Quantized[i]);

        product.Inputs = product.Quantized;
        Multiply<Int8Tile<TLanes, TVector>>(product, firstTile, endTile);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TFormat>(in TileProduct product, int firstTile, int endTile)
        where TFormat : struct, ITileFormat<TVector>
    {
        var layout = product.Layout;
        var steps = TFormat.IsGrouped ? QuantizedRow.Words(layout.Columns) : layout.Columns;
        var sums = stackalloc float[MaxRows * 2 * TileLayout.TileRows];
        var inputs = stackalloc float*[MaxRows];
        for (var tile = firstTile; tile < endTile; tile += TileLayout.PanelTiles)
        {
            var weights = product.Data + layout.Start(tile);
            var scales = product.Data + layout.ScaleOffset(tile, 0);
            for (var row = 0; row < product.Count;)
            {
                var left = product.Count - row;
                var size = left >= 7 && TLanes.IsWide ? 8 : left >= 3 ? 4 : left;
                var used = Math.Min(size, left);
                // A missing row is the last one once more; its sums are not used.
                for (var i = 0; i < size; i++)
                    inputs[i] = product.Inputs[row + Math.Min(i, used - 1)];

                Multiply<TFormat>(size, weights, scales, steps, inputs, sums);
                for (var i = 0; i < used; i++)
                    Finish(product, tile, row + i, sums + i * 2 * TileLayout.TileRows);
                row += used;
            }
        }
    }

    // Two tiles times 1, 2, 4 or 8 rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TFormat>(int size, byte* weights, byte* scales, int steps, float** inputs, float* sums)
        where TFormat : struct, ITileFormat<TVector>
    {
        switch (size)
        {
            case 8:
                TileKernels<TLanes, TVector, TFormat>.Rows8Tiles2(weights, scales, steps, inputs, sums);
                break;
            case 4 when TLanes.IsWide:
                TileKernels<TLanes, TVector, TFormat>.Rows4Tiles2(weights, scales, steps, inputs, sums);
                break;
            case 4:
                var half = stackalloc float[2 * 4 * TileLayout.TileRows];
                TileKernels<TLanes, TVector, TFormat>.Rows4Tiles1(weights, scales, steps, inputs, half);
                TileKernels<TLanes, TVector, TFormat>.Rows4Tiles1(weights + TFormat.QuadBytes, scales + TileLayout.ScaleBytes, steps, inputs, half + 4 * TileLayout.TileRows);
                for (var i = 0; i < 8; i++)
                    TLanes.Store(TLanes.Load(half + i * TileLayout.TileRows), sums + (i % 4 * 2 + i / 4) * TileLayout.TileRows);
                break;
            case 2:
                TileKernels<TLanes, TVector, TFormat>.Rows2Tiles2(weights, scales, steps, inputs, sums);
                break;
            default:
                TileKernels<TLanes, TVector, TFormat>.Rows1Tiles2(weights, scales, steps, inputs, sums);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(in TileProduct product, int tile, int row, float* sums)
    {
        var output = product.Outputs[row];
        for (var i = 0; i < TileLayout.PanelTiles; i++)
        {
            var first = (tile + i) * TileLayout.TileRows;
            var sum = Sum(product, first, sums + i * TileLayout.TileRows);
            if (product.Kind == ProductKind.Gate)
            {
                i++;
                var up = Sum(product, first + TileLayout.TileRows, sums + i * TileLayout.TileRows);
                TLanes.Store(TLanes.Multiply(Silu(sum), up), output + first / 2);
            }
            else if (product.Exact && first + TileLayout.TileRows > product.Layout.Rows)
            {
                var tail = sums + i * TileLayout.TileRows;
                TLanes.Store(sum, tail);
                for (var lane = 0; first + lane < product.Layout.Rows; lane++)
                    output[first + lane] = product.Kind == ProductKind.Add ? output[first + lane] + tail[lane] : tail[lane];
            }
            else
            {
                TLanes.Store(product.Kind == ProductKind.Add ? TLanes.Add(TLanes.Load(output + first), sum) : sum, output + first);
            }
        }
    }

    private static TVector Sum(in TileProduct product, int first, float* sums)
    {
        var sum = TLanes.Load(sums);
        return product.Bias == null ? sum : TLanes.Add(sum, TLanes.Load(product.Bias + first));
    }

    private static TVector Silu(TVector x) =>
        TLanes.Divide(x, TLanes.Add(TLanes.Broadcast(1), TLanes.Exp(TLanes.Multiply(x, TLanes.Broadcast(-1)))));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Normalize(float* x, float* weight, float* y, int size, float epsilon)
    {
        var whole = size / TileLayout.TileRows * TileLayout.TileRows;
        var (even, odd) = (TLanes.Zero, TLanes.Zero);
        var i = 0;
        for (; i + 32 <= whole; i += 32)
        {
            even = TLanes.MultiplyAdd(TLanes.Load(x + i), TLanes.Load(x + i), even);
            odd = TLanes.MultiplyAdd(TLanes.Load(x + i + 16), TLanes.Load(x + i + 16), odd);
        }

        for (; i < whole; i += 16)
            even = TLanes.MultiplyAdd(TLanes.Load(x + i), TLanes.Load(x + i), even);
        var squares = TLanes.Sum(TLanes.Add(even, odd));
        for (; i < size; i++)
            squares += x[i] * x[i];

        var scale = 1 / MathF.Sqrt(squares / size + epsilon);
        var scales = TLanes.Broadcast(scale);
        for (i = 0; i < whole; i += 16)
            TLanes.Store(TLanes.Multiply(TLanes.Multiply(TLanes.Load(x + i), scales), TLanes.Load(weight + i)), y + i);
        for (; i < size; i++)
            y[i] = x[i] * scale * weight[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Rotate(float* head, float* cosine, float* sine, RotaryShape shape, float factor)
    {
        var half = shape.Rotated / 2;
        if (shape.Interleaved || half % TileLayout.TileRows != 0 || shape.Width % TileLayout.TileRows != 0)
        {
            ScalarKernels.RotatePairs(head, cosine, sine, shape, factor);
            return;
        }

        var factors = TLanes.Broadcast(factor);
        for (var i = 0; i < half; i += TileLayout.TileRows)
        {
            var (first, second) = (TLanes.Load(head + i), TLanes.Load(head + half + i));
            var (c, s) = (TLanes.Multiply(TLanes.Load(cosine + i), factors), TLanes.Multiply(TLanes.Load(sine + i), factors));
            var negative = TLanes.Multiply(s, TLanes.Broadcast(-1));
            TLanes.Store(TLanes.MultiplyAdd(first, c, TLanes.Multiply(second, negative)), head + i);
            TLanes.Store(TLanes.MultiplyAdd(second, c, TLanes.Multiply(first, s)), head + half + i);
        }

        for (var i = shape.Rotated; i < shape.Width; i += TileLayout.TileRows)
            TLanes.Store(TLanes.Multiply(TLanes.Load(head + i), factors), head + i);
    }
}
