namespace LongWriter;

/// <summary>A tensor of a file that is being written.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Columns">The innermost size.</param>
/// <param name="Rows">The other size; 1 for a vector, which has one dimension in the file.</param>
/// <param name="Type">How it is stored.</param>
/// <param name="Pieces">The canonical tensors it consists of, one below the other; none: <paramref name="Values"/>.</param>
/// <param name="Values">Values that are no tensor of the model.</param>
internal sealed record GgufExportTensor(string Name, long Columns, long Rows, GgufTensorType Type, IReadOnlyList<GgufExportPiece> Pieces, float[]? Values = null)
{
    public long Bytes => Type.BytesOf(Columns * Rows);

    public IReadOnlyList<long> Dimensions => Rows == 1 && Pieces.All(static p => p.Tensor.IsVector) ? [Columns] : [Columns, Rows];
}

/// <summary>A canonical tensor in a file that is being written.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="HeadRows">Rows of a head whose halves are interleaved in the file; 0 where the order is the same.</param>
internal readonly record struct GgufExportPiece(ModelTensor Tensor, int HeadRows);
