namespace LongWriter;

/// <summary>Checks which rows a caller asks for.</summary>
internal static class RowRange
{
    /// <summary>The first element of the rows.</summary>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, or the rows lie outside the tensor.</exception>
    public static long Check(ModelTensor tensor, int firstRow, int length)
    {
        var (rows, rest) = Math.DivRem(length, tensor.Columns);
        if (rest != 0)
            throw new ArgumentException($"{length} elements are no multiple of the {tensor.Columns} columns of {tensor.Name}.", nameof(length));
        if (firstRow < 0 || rows > tensor.Rows - firstRow)
            throw new ArgumentException($"{tensor.Name} has {tensor.Rows} rows; {rows} from {firstRow} on are asked for.", nameof(firstRow));
        return (long)firstRow * tensor.Columns;
    }

    /// <inheritdoc cref="Check"/>
    public static long CheckGroups(ModelTensor tensor, int firstRow, int length, int scales)
    {
        if (tensor.Columns % WeightConversion.GroupSize != 0)
            throw new ArgumentException($"{tensor.Name} has {tensor.Columns} columns, no multiple of {WeightConversion.GroupSize}: it has no 8-bit form.", nameof(tensor));
        if (scales < length / WeightConversion.GroupSize)
            throw new ArgumentException($"{length} weights have {length / WeightConversion.GroupSize} scales; there is room for {scales}.", nameof(scales));
        return Check(tensor, firstRow, length);
    }
}
