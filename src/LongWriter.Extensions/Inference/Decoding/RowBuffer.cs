namespace LongWriter;

/// <summary>Activations: rows of equal width, with their addresses as kernels want them.</summary>
internal sealed unsafe class RowBuffer : IDisposable
{
    private readonly NativeBuffer _numbers;
    private readonly NativeBuffer _rows;

    /// <param name="rows">How many.</param>
    /// <param name="width">Numbers of a row; filled up to 32, as tiles are.</param>
    public RowBuffer(int rows, int width)
    {
        // One line more, so that rows do not all fall on the same cache sets.
        var stride = (width + 31L) / 32 * 32 + 16;
        _numbers = new(rows * stride * sizeof(float));
        _rows = new(rows * sizeof(float*));
        for (var i = 0; i < rows; i++)
            Rows[i] = (float*)_numbers.Data + i * stride;
    }

    public float** Rows => (float**)_rows.Data;

    public void Dispose()
    {
        _numbers.Dispose();
        _rows.Dispose();
    }
}
