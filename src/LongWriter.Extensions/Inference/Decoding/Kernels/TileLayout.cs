namespace LongWriter;

/// <summary>
/// Where the numbers of a matrix lie. Sixteen rows make a tile and stand side by side, a lane each; up to four tiles make a panel, and a panel is one stream:
/// columns two by two, in each pair the tiles in order. So one thread reads its panels from front to back, and a sum never runs across lanes:
/// it takes its columns in order, whichever the register width and however many input rows share the pass.
/// </summary>
/// <remarks>
/// A pair of columns of one tile takes <see cref="PairBytes"/>: fp32 [2 columns][16 rows], bfloat16 [16 rows][2 columns], 8 bit [2 columns][16 rows];
/// with 8 bit, the fp16 scales [tiles][16 rows] stand before the sixteen pairs of their group. Rows are filled up to 32 with zeros, columns to an even number.
/// </remarks>
internal readonly struct TileLayout
{
    public const int TileRows = 16;
    public const int GroupColumns = 32;
    public const int ScaleBytes = 2 * TileRows;

    public TileLayout(WeightFormat format, int rows, int columns, int panelTiles = 4)
    {
        if (format == WeightFormat.Int8 && columns % GroupColumns != 0)
            throw new ArgumentException($"8-bit weights come in groups of {GroupColumns}; {columns} columns are not a multiple.", nameof(columns));

        (Format, Rows, Columns, PanelTiles) = (format, rows, columns + (columns & 1), panelTiles);
        Tiles = (int)(((long)rows + 31) / 32 * 2);
        PairBytes = format switch { WeightFormat.Float32 => 128, WeightFormat.BFloat16 => 64, _ => 32 };
        TileBytes = (long)Columns / 2 * PairBytes + (format == WeightFormat.Int8 ? (long)Columns / GroupColumns * ScaleBytes : 0);
    }

    private TileLayout(in TileLayout whole, int columns)
    {
        this = whole;
        Columns = columns + (columns & 1);
    }

    public WeightFormat Format { get; }

    public int Rows { get; }

    /// <summary>Columns, filled up to an even number.</summary>
    public int Columns { get; }

    /// <summary>Tiles of a full panel: 2 or 4. The last panel may have 2.</summary>
    public int PanelTiles { get; }

    /// <summary>Tiles, an even number.</summary>
    public int Tiles { get; }

    public int Panels => (Tiles + PanelTiles - 1) / PanelTiles;

    public int PairBytes { get; }

    public long TileBytes { get; }

    public long Bytes => Tiles * TileBytes;

    /// <summary>The same matrix in the same place, of which only the first columns are used.</summary>
    public TileLayout WithColumns(int columns) => new(this, columns);

    /// <summary>The first tile of a panel; of the panel after the last, the end.</summary>
    public int FirstTile(int panel) => Math.Min(panel * PanelTiles, Tiles);

    /// <summary>How many tiles share a tile's panel.</summary>
    public int TilesBeside(int tile) => Math.Min(PanelTiles, Tiles - tile / PanelTiles * PanelTiles);

    /// <summary>Where a tile begins: its scales where it has any, else its first pair of columns.</summary>
    public long Start(int tile) => tile / PanelTiles * PanelTiles * TileBytes + tile % PanelTiles * PairBytes;

    /// <summary>Where a pair of columns of a tile is.</summary>
    public long PairOffset(int tile, int pair)
    {
        var beside = TilesBeside(tile);
        var offset = Start(tile) + (long)pair * beside * PairBytes;
        return Format == WeightFormat.Int8 ? offset + ((long)pair / (GroupColumns / 2) + 1) * beside * ScaleBytes : offset;
    }

    /// <summary>Where the scales of a group of a tile are (8 bit only).</summary>
    public long ScaleOffset(int tile, int group) => Start(tile) + group * TilesBeside(tile) * (GroupColumns / 2 * PairBytes + ScaleBytes);
}
