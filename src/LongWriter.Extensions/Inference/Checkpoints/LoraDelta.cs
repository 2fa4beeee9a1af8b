using System.Runtime.Intrinsics;

namespace LongWriter;

/// <summary>What an adapter adds to a module's weights: scale · B · A.</summary>
/// <param name="rank">Rows of A, columns of B.</param>
/// <param name="columns">Columns of A: the module's inputs.</param>
/// <param name="down">A, [rank, columns].</param>
/// <param name="up">B with the scale in it, [the module's outputs, rank].</param>
internal sealed class LoraDelta(int rank, int columns, float[] down, float[] up)
{
    // A block of A (rank · 2 KB) stays in the cache while all rows pass over it.
    private const int BlockColumns = 512;

    /// <summary>Adds to rows of the module.</summary>
    /// <param name="firstRow">The first of them.</param>
    /// <param name="rows">Their weights, [rows, columns].</param>
    public void AddTo(int firstRow, Span<float> rows)
    {
        for (var column = 0; column < columns; column += BlockColumns)
        {
            var width = Math.Min(BlockColumns, columns - column);
            for (var row = 0; row < rows.Length / columns; row++)
            {
                var target = rows.Slice((row * columns) + column, width);
                var factors = up.AsSpan((firstRow + row) * rank, rank);
                for (var k = 0; k < rank; k++)
                    AddScaled(down.AsSpan((k * columns) + column, width), factors[k], target);
            }
        }
    }

    private static void AddScaled(ReadOnlySpan<float> source, float factor, Span<float> target)
    {
        var index = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var factors = Vector256.Create(factor);
            for (; index <= source.Length - Vector256<float>.Count; index += Vector256<float>.Count)
                Vector256.MultiplyAddEstimate(Vector256.Create(source[index..]), factors, Vector256.Create<float>(target[index..])).CopyTo(target[index..]);
        }

        for (; index < source.Length; index++)
            target[index] += source[index] * factor;
    }
}
