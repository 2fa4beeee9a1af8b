namespace LongWriter;

/// <summary>A tensor of a GGUF file.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Dimensions">The sizes, the innermost first.</param>
/// <param name="Type">How it is stored.</param>
/// <param name="Offset">Its first byte, from the beginning of the file.</param>
internal sealed record GgufTensor(string Name, IReadOnlyList<long> Dimensions, GgufTensorType Type, long Offset)
{
    /// <summary>The sizes as text, the innermost first.</summary>
    public string Shape => string.Join('x', Dimensions);

    /// <summary>Whether it has this shape; a vector has one column here and one dimension in the file.</summary>
    public bool HasShape(long rows, int columns) => columns == 1
        ? Dimensions.Count == 1 && Dimensions[0] == rows
        : Dimensions.Count == 2 && Dimensions[0] == columns && Dimensions[1] == rows;
}
