namespace LongWriter;

/// <summary>What counts as a Chinese character: U+4E00 to U+9FFF, as in the LongWriter paper's code.</summary>
internal static class ChineseText
{
    public static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FFF';
}
