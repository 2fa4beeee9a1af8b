namespace LongWriter;

/// <summary>A weight matrix in memory, with the biases of its rows.</summary>
internal sealed unsafe class TiledMatrix(TileLayout layout, float* bias) : IDisposable
{
    private readonly NativeBuffer _buffer = new(layout.Bytes);

    public TileLayout Layout => layout;

    public byte* Data => _buffer.Data;

    /// <summary>One number a row, filled up to whole tiles; or null.</summary>
    public float* Bias => bias;

    public void Dispose() => _buffer.Dispose();
}
