namespace LongWriter;

/// <summary>A tiled matrix times some input rows, and what becomes of the sums.</summary>
internal unsafe struct TileProduct
{
    public TileLayout Layout;

    /// <summary>The matrix.</summary>
    public byte* Data;

    /// <summary>Input rows, each as long as the matrix has columns (rounded up to even; what is beyond is finite).</summary>
    public float** Inputs;

    /// <summary>Room for the input rows as <see cref="QuantizedRow"/>s (8 bit only).</summary>
    public float** Quantized;

    /// <summary>Output rows, filled up to whole tiles but where <see cref="Exact"/>.</summary>
    public float** Outputs;

    /// <summary>How many input rows.</summary>
    public int Count;

    /// <summary>One number a row of the matrix, filled up to whole tiles; or null.</summary>
    public float* Bias;

    public ProductKind Kind;

    /// <summary>Whether an output row ends with the matrix's last row, so that nothing may be written behind it.</summary>
    public bool Exact;
}

/// <summary>What becomes of a product's sums.</summary>
internal enum ProductKind
{
    /// <summary>They are written.</summary>
    Store,

    /// <summary>They are added to what is there: the residual stream.</summary>
    Add,

    /// <summary>Tiles are gate and up by turns: silu(gate) · up is written, 16 numbers for each two tiles.</summary>
    Gate,
}
