using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Streams a matrix from a checkpoint into its tiles, panel by panel and on all threads; nothing but the tiles is held.</summary>
internal static unsafe class MatrixLoader
{
    public static void Load(ModelWeights weights, MatrixSource source, TiledMatrix matrix, int threads, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, matrix.Layout.Panels, options, () => new Rows(source.Columns, matrix.Layout.Format), (panel, _, rows) =>
            {
                var (first, end) = (panel * TileLayout.PanelTiles, (panel + 1) * TileLayout.PanelTiles);
                NativeMemory.Clear(matrix.Data + panel * matrix.Layout.PanelBytes, (nuint)matrix.Layout.PanelBytes);
                for (var row = first * TileLayout.TileRows; row < end * TileLayout.TileRows;)
                {
                    var (tile, lane) = Math.DivRem(row, TileLayout.TileRows);
                    var (tensor, from, count) = source.At(row);
                    count = Math.Min(count, TileLayout.TileRows - lane);
                    if (tensor is { } stored)
                        rows.Copy(weights, stored, from, count, matrix, tile, lane);
                    row += count;
                }

                return rows;
            }, static _ => { });
        }
        catch (AggregateException exception) when (exception.InnerException is LongWriterException inner)
        {
            throw new LongWriterException(inner.Error, inner.Message, inner);
        }
    }

    /// <summary>What one thread reads into.</summary>
    private sealed class Rows(int columns, WeightFormat format)
    {
        private const int Most = TileLayout.TileRows;

        private readonly float[] _numbers = new float[format == WeightFormat.Float32 ? Most * columns : format == WeightFormat.Int8 ? Most * columns / TileLayout.GroupColumns : 0];
        private readonly ushort[] _halves = new ushort[format == WeightFormat.BFloat16 ? Most * columns : 0];
        private readonly sbyte[] _bytes = new sbyte[format == WeightFormat.Int8 ? Most * columns : 0];

        public void Copy(ModelWeights weights, ModelTensor tensor, int row, int count, TiledMatrix matrix, int tile, int lane)
        {
            switch (format)
            {
                case WeightFormat.Float32:
                    weights.Read(tensor, row, _numbers.AsSpan(0, count * columns));
                    Place(_numbers, count, matrix, tile, lane, 1, 16, 32);
                    break;
                case WeightFormat.BFloat16:
                    weights.ReadBFloat16(tensor, row, _halves.AsSpan(0, count * columns));
                    Place(_halves, count, matrix, tile, lane, 2, 1, 32);
                    break;
                default:
                    var groups = columns / TileLayout.GroupColumns;
                    weights.ReadInt8(tensor, row, _bytes.AsSpan(0, count * columns), _numbers.AsSpan(0, count * groups));
                    Place(_bytes, count, matrix, tile, lane, 4, 1, 2);
                    for (var group = 0; group < groups; group++)
                    {
                        var scales = (Half*)(matrix.Data + matrix.Layout.ScaleOffset(tile, group)) + lane;
                        for (var i = 0; i < count; i++)
                            scales[i] = (Half)_numbers[i * groups + group];
                    }

                    break;
            }
        }

        // In a quad, a lane is laneStep numbers behind the one before it; columns are at 0, second, third and third + second.
        private void Place<T>(T[] values, int count, TiledMatrix matrix, int tile, int lane, int laneStep, int second, int third)
            where T : unmanaged
        {
            for (var k = 0; k < columns; k += TileLayout.QuadColumns)
            {
                var target = (T*)(matrix.Data + matrix.Layout.QuadOffset(tile, k / TileLayout.QuadColumns)) + lane * laneStep;
                var inside = Math.Min(TileLayout.QuadColumns, columns - k);
                for (var i = 0; i < count; i++, target += laneStep)
                {
                    for (var column = 0; column < inside; column++)
                        target[column / 2 * third + column % 2 * second] = values[i * columns + k + column];
                }
            }
        }
    }
}
