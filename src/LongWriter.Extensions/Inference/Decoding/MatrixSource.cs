namespace LongWriter;

/// <summary>Which tensors a matrix in memory is made of: projections that share their input are one matrix, so that one pass over it computes them all.</summary>
/// <param name="Tensors">The tensors, of equally many columns.</param>
/// <param name="Interleaved">Whether tiles of two tensors alternate (gate and up) rather than that one follows the other.</param>
internal sealed record MatrixSource(ModelTensor[] Tensors, bool Interleaved = false)
{
    public int Columns => Tensors[0].Columns;

    /// <summary>Rows in memory; interleaved tensors are filled up to whole tiles.</summary>
    public int Rows => Interleaved
        ? checked((Tensors[0].Rows + TileLayout.TileRows - 1) / TileLayout.TileRows * 2 * TileLayout.TileRows)
        : Tensors.Aggregate(0, static (rows, tensor) => checked(rows + tensor.Rows));

    /// <summary>The tensor and its row that stand in a row of memory, and for how many rows that goes on (the tensor null: nothing stands there).</summary>
    public (ModelTensor? Tensor, int Row, int Count) At(int row)
    {
        if (Interleaved)
        {
            var (tile, lane) = (row / TileLayout.TileRows, row % TileLayout.TileRows);
            var (tensor, first) = (Tensors[tile % 2], tile / 2 * TileLayout.TileRows + lane);
            return first < tensor.Rows ? (tensor, first, Math.Min(TileLayout.TileRows - lane, tensor.Rows - first)) : (null, 0, TileLayout.TileRows - lane);
        }

        foreach (var tensor in Tensors)
        {
            if (row < tensor.Rows)
                return (tensor, row, tensor.Rows - row);

            row -= tensor.Rows;
        }

        return (null, 0, int.MaxValue);
    }
}
