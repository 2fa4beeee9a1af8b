namespace LongWriter;

/// <summary>
/// Where the numbers of a matrix lie. Sixteen rows make a tile and stand side by side, a lane each; two tiles make a panel, and a panel is one stream:
/// columns four by four, in each quad one tile and then the other. So memory is read from front to back, and a sum never runs across lanes:
/// it takes its columns in order, whichever the register width and however many input rows share the pass.
/// </summary>
/// <remarks>
/// A quad of one tile takes <see cref="QuadBytes"/>: fp32 [4 columns][16 rows], bfloat16 [2 pairs][16 rows][2 columns], 8 bit [16 rows][4 columns];
/// with 8 bit, the fp16 scales [2 tiles][16 rows] stand before the eight quads of their group. Rows are filled up to whole panels with zeros, columns to whole quads.
/// </remarks>
internal readonly struct TileLayout
{
    public const int TileRows = 16;
    public const int GroupColumns = 32;
    public const int QuadColumns = 4;
    public const int ScaleBytes = 2 * TileRows;
    public const int PanelTiles = 2;
    public const int PanelScaleBytes = PanelTiles * ScaleBytes;

    public TileLayout(WeightFormat format, int rows, int columns)
    {
        if (format == WeightFormat.Int8 && columns % GroupColumns != 0)
            throw new ArgumentException($"8-bit weights come in groups of {GroupColumns}; {columns} columns are not a multiple.", nameof(columns));

        (Format, Rows, Columns) = (format, rows, Fill(columns));
        Tiles = (int)(((long)rows + 31) / 32 * 2);
        QuadBytes = format switch { WeightFormat.Float32 => 256, WeightFormat.BFloat16 => 128, _ => 64 };
        TileBytes = (long)Columns / QuadColumns * QuadBytes + (format == WeightFormat.Int8 ? (long)Columns / GroupColumns * ScaleBytes : 0);
    }

    private TileLayout(in TileLayout whole, int columns)
    {
        this = whole;
        Columns = Fill(columns);
    }

    public WeightFormat Format { get; }

    public int Rows { get; }

    /// <summary>Columns, filled up to whole quads.</summary>
    public int Columns { get; }

    /// <summary>Tiles, an even number.</summary>
    public int Tiles { get; }

    public int Panels => Tiles / PanelTiles;

    public int QuadBytes { get; }

    public long TileBytes { get; }

    public long PanelBytes => PanelTiles * TileBytes;

    public long Bytes => Tiles * TileBytes;

    /// <summary>The same matrix in the same place, of which only the first columns are used.</summary>
    public TileLayout WithColumns(int columns) => new(this, columns);

    /// <summary>The tiles that one of several threads takes: whole panels, one behind the other.</summary>
    public (int First, int End) Share(int member, int members) =>
        ((int)((long)Panels * member / members) * PanelTiles, (int)((long)Panels * (member + 1) / members) * PanelTiles);

    /// <summary>Where a tile's quads begin, but for the scales that stand before them.</summary>
    public long Start(int tile) => tile / PanelTiles * PanelBytes + tile % PanelTiles * QuadBytes;

    /// <summary>Where a number is.</summary>
    public long Offset(int row, int column)
    {
        var lane = row % TileRows;
        var inner = column % QuadColumns;
        return QuadOffset(row / TileRows, column / QuadColumns) + Format switch
        {
            WeightFormat.Float32 => 4 * (TileRows * inner + lane),
            WeightFormat.BFloat16 => 64 * (inner / 2) + 4 * lane + 2 * (inner % 2),
            _ => 4 * lane + inner,
        };
    }

    /// <summary>Where four columns of a tile are.</summary>
    public long QuadOffset(int tile, int quad)
    {
        var offset = Start(tile) + (long)quad * PanelTiles * QuadBytes;
        return Format == WeightFormat.Int8 ? offset + ((long)quad / (GroupColumns / QuadColumns) + 1) * PanelScaleBytes : offset;
    }

    /// <summary>Where the sixteen scales of a group of a tile are (8 bit only).</summary>
    public long ScaleOffset(int tile, int group) =>
        tile / PanelTiles * PanelBytes + tile % PanelTiles * ScaleBytes + (long)group * PanelTiles * (GroupColumns / QuadColumns * QuadBytes + ScaleBytes);

    private static int Fill(int columns) => checked(columns + QuadColumns - 1) / QuadColumns * QuadColumns;
}
