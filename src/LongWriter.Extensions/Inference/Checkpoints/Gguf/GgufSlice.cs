namespace LongWriter;

/// <summary>Where a canonical tensor lies in a GGUF file.</summary>
/// <param name="Model">The canonical tensor.</param>
/// <param name="Tensor">The tensor of the file.</param>
/// <param name="FirstRow">The row in it that is the canonical tensor's first.</param>
/// <param name="HeadRows">Rows of a head whose halves are interleaved in the file; 0 where the order is the same.</param>
internal readonly record struct GgufSlice(ModelTensor Model, GgufTensor Tensor, int FirstRow, int HeadRows)
{
    /// <summary>The row of the file that holds a canonical row.</summary>
    public long RowOf(int row) => FirstRow + (HeadRows == 0 ? row : PermutedRow(row, HeadRows));

    /// <summary>
    /// Readers of a llama file rotate rows 2i and 2i+1 of a head together, the published model rows i and i + half: the file has the canonical row
    /// i + s · half at 2i + s.
    /// </summary>
    public static int PermutedRow(int row, int headRows)
    {
        var (head, inner) = (row / headRows * headRows, row % headRows);
        var half = headRows / 2;
        return head + inner % half * 2 + inner / half;
    }
}
