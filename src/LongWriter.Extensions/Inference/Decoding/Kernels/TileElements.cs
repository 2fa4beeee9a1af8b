namespace LongWriter;

/// <summary>Single numbers of a tiled matrix, read and written one by one.</summary>
internal static unsafe class TileElements
{
    /// <summary>One weight, widened.</summary>
    public static float Get(in TileLayout layout, byte* data, int row, int column)
    {
        var (tile, lane) = (row / TileLayout.TileRows, row % TileLayout.TileRows);
        var pair = data + layout.PairOffset(tile, column / 2);
        var second = column & 1;
        return layout.Format switch
        {
            WeightFormat.Float32 => ((float*)pair)[16 * second + lane],
            WeightFormat.BFloat16 => BFloat16.ToSingle(((ushort*)pair)[2 * lane + second]),
            _ => ((sbyte*)pair)[16 * second + lane] * Scale(layout, data, row, column / TileLayout.GroupColumns),
        };
    }

    /// <summary>The scale of a row in a group of 32 columns.</summary>
    public static float Scale(in TileLayout layout, byte* data, int row, int group) =>
        (float)((Half*)(data + layout.ScaleOffset(row / TileLayout.TileRows, group)))[row % TileLayout.TileRows];

    /// <summary>A row, widened; an embedding.</summary>
    public static void ReadRow(in TileLayout layout, byte* data, int row, float* destination)
    {
        var (tile, lane) = (row / TileLayout.TileRows, row % TileLayout.TileRows);
        var step = (long)layout.TilesBeside(tile) * layout.PairBytes;
        var group = layout.Format == WeightFormat.Int8 ? TileLayout.GroupColumns : layout.Columns;
        for (var start = 0; start < layout.Columns; start += group)
        {
            var pair = data + layout.PairOffset(tile, start / 2);
            var scale = layout.Format == WeightFormat.Int8 ? Scale(layout, data, row, start / group) : 1;
            for (var k = start; k < start + group; k += 2, pair += step)
            {
                (destination[k], destination[k + 1]) = layout.Format switch
                {
                    WeightFormat.Float32 => (((float*)pair)[lane], ((float*)pair)[16 + lane]),
                    WeightFormat.BFloat16 => (BFloat16.ToSingle(((ushort*)pair)[2 * lane]), BFloat16.ToSingle(((ushort*)pair)[2 * lane + 1])),
                    _ => (((sbyte*)pair)[lane] * scale, ((sbyte*)pair)[16 + lane] * scale),
                };
            }
        }
    }

    /// <summary>Puts a row into an fp32 or bfloat16 matrix: a key.</summary>
    public static void WriteRow(in TileLayout layout, byte* data, int row, float* values, int count)
    {
        var (tile, lane) = (row / TileLayout.TileRows, row % TileLayout.TileRows);
        var step = (long)layout.TilesBeside(tile) * layout.PairBytes;
        var pair = data + layout.Start(tile);
        for (var k = 0; k < count; k++)
        {
            Put(layout.Format, pair, lane, k & 1, values[k]);
            pair += (k & 1) * step;
        }
    }

    /// <summary>Puts a column into an fp32 or bfloat16 matrix: a value.</summary>
    public static void WriteColumn(in TileLayout layout, byte* data, int column, float* values, int count)
    {
        for (var first = 0; first < count; first += TileLayout.TileRows)
        {
            var pair = data + layout.PairOffset(first / TileLayout.TileRows, column / 2);
            for (var lane = 0; lane < TileLayout.TileRows && first + lane < count; lane++)
                Put(layout.Format, pair, lane, column & 1, values[first + lane]);
        }
    }

    private static void Put(WeightFormat format, byte* pair, int lane, int second, float value)
    {
        if (format == WeightFormat.Float32)
            ((float*)pair)[16 * second + lane] = value;
        else
            ((ushort*)pair)[2 * lane + second] = BFloat16.FromSingle(value);
    }
}
