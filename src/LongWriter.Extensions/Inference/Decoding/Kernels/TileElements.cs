namespace LongWriter;

/// <summary>Single numbers of a tiled matrix, read and written one by one.</summary>
internal static unsafe class TileElements
{
    /// <summary>One weight, widened.</summary>
    public static float Get(in TileLayout layout, byte* data, int row, int column)
    {
        var place = data + layout.Offset(row, column);
        return layout.Format switch
        {
            WeightFormat.Float32 => *(float*)place,
            WeightFormat.BFloat16 => BFloat16.ToSingle(*(ushort*)place),
            _ => *(sbyte*)place * Scale(layout, data, row, column / TileLayout.GroupColumns),
        };
    }

    /// <summary>The scale of a row in a group of 32 columns.</summary>
    public static float Scale(in TileLayout layout, byte* data, int row, int group) =>
        (float)((Half*)(data + layout.ScaleOffset(row / TileLayout.TileRows, group)))[row % TileLayout.TileRows];

    /// <summary>A row, widened; an embedding.</summary>
    public static void ReadRow(in TileLayout layout, byte* data, int row, float* destination)
    {
        var step = TileLayout.PanelTiles * layout.QuadBytes;
        var group = layout.Format == WeightFormat.Int8 ? TileLayout.GroupColumns : layout.Columns;
        for (var start = 0; start < layout.Columns; start += group)
        {
            var place = data + layout.Offset(row, start);
            var scale = layout.Format == WeightFormat.Int8 ? Scale(layout, data, row, start / group) : 1;
            for (var k = start; k < start + group; k += TileLayout.QuadColumns, place += step)
            {
                for (var i = 0; i < TileLayout.QuadColumns; i++)
                {
                    destination[k + i] = layout.Format switch
                    {
                        WeightFormat.Float32 => ((float*)place)[TileLayout.TileRows * i],
                        WeightFormat.BFloat16 => BFloat16.ToSingle(((ushort*)place)[32 * (i / 2) + i % 2]),
                        _ => ((sbyte*)place)[i] * scale,
                    };
                }
            }
        }
    }

    /// <summary>Puts a row into an fp32 or bfloat16 matrix: a key.</summary>
    public static void WriteRow(in TileLayout layout, byte* data, int row, float* values, int count)
    {
        var step = TileLayout.PanelTiles * layout.QuadBytes;
        var place = data + layout.Offset(row, 0);
        for (var k = 0; k < count; k += TileLayout.QuadColumns, place += step)
        {
            for (var i = 0; i < TileLayout.QuadColumns && k + i < count; i++)
            {
                if (layout.Format == WeightFormat.Float32)
                    ((float*)place)[TileLayout.TileRows * i] = values[k + i];
                else
                    ((ushort*)place)[32 * (i / 2) + i % 2] = BFloat16.FromSingle(values[k + i]);
            }
        }
    }

    /// <summary>Puts a column into an fp32 or bfloat16 matrix: a value.</summary>
    public static void WriteColumn(in TileLayout layout, byte* data, int column, float* values, int count)
    {
        for (var first = 0; first < count; first += TileLayout.TileRows)
        {
            var place = data + layout.Offset(first, column);
            for (var lane = 0; lane < TileLayout.TileRows && first + lane < count; lane++)
            {
                if (layout.Format == WeightFormat.Float32)
                    ((float*)place)[lane] = values[first + lane];
                else
                    ((ushort*)place)[2 * lane] = BFloat16.FromSingle(values[first + lane]);
            }
        }
    }
}
