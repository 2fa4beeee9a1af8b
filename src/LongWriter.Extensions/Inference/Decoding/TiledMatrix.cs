namespace LongWriter;

/// <summary>A weight matrix in memory, with the biases of its rows.</summary>
/// <param name="layout">Where its numbers are.</param>
/// <param name="offset">Where it begins in the memory of all weights.</param>
/// <param name="bias">One number a row, filled up to whole tiles; or null.</param>
internal sealed unsafe class TiledMatrix(TileLayout layout, long offset, float* bias)
{
    public TileLayout Layout => layout;

    public byte* Data { get; private set; }

    public float* Bias => bias;

    public void Attach(NativeBuffer memory) => Data = memory.Data + offset;
}
