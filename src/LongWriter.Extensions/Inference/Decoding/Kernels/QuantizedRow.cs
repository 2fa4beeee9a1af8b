using System.Runtime.Intrinsics;

namespace LongWriter;

/// <summary>
/// An input row as 8-bit weights take it: 16-bit whole numbers in groups of 32, each with a scale. They keep a number to 1/65,534 of the largest of its group,
/// a hundredth of what 8-bit weights give away, and let sixteen products of pairs be one instruction.
/// </summary>
/// <remarks>A group is 17 words of 32 bits: for each four columns the pair of the first and the third and that of the second and the fourth, then the scale.</remarks>
internal static unsafe class QuantizedRow
{
    /// <summary>Words of a group but for its scale.</summary>
    public const int GroupWords = TileLayout.GroupColumns / 2;

    /// <summary>The largest number.</summary>
    public const float Largest = short.MaxValue;

    /// <summary>32-bit words of a row.</summary>
    public static int Words(int columns) => columns / TileLayout.GroupColumns * (GroupWords + 1);

    /// <summary>Fills <see cref="Words"/> words. A group with a number that is not finite has such a scale, so that the sums show it.</summary>
    public static void Write(float* row, int columns, float* words)
    {
        for (var group = 0; group < columns; group += TileLayout.GroupColumns, words += GroupWords + 1)
        {
            var values = row + group;
            var most = Vector128.Abs(Vector128.Load(values));
            for (var i = 4; i < TileLayout.GroupColumns; i += 4)
                most = Vector128.Max(most, Vector128.Abs(Vector128.Load(values + i)));

            var largest = Lanes128.MaxAcross(most);
            var factor = Vector128.Create(largest > 0 && float.IsFinite(Largest / largest) ? Largest / largest : 0);
            for (var i = 0; i < TileLayout.GroupColumns; i += 8)
                Vector128.Narrow(Round(values + i, factor), Round(values + i + 4, factor)).Store((short*)words + i);

            words[GroupWords] = largest / Largest;
        }
    }

    private static Vector128<int> Round(float* values, Vector128<float> factor) =>
        Vector128.Shuffle(Vector128.ConvertToInt32(Vector128.Round(Vector128.Load(values) * factor)), Vector128.Create(0, 2, 1, 3));
}
