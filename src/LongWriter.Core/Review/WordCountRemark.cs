using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>Finds remarks about a text's length: "(Word count: 412)", "字数：412".</summary>
internal static class WordCountRemark
{
    private const int MaxLength = 80;
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;
    private const string About = @"(?:about|approximately|approx\.?|around|roughly|exactly|~|≈|约|大约|约为|共|共计)?\s*";
    private const string Count = @"\d[\d,，.]*\s*(?:\+\s*)?";

    private static readonly Regex Named = new(
        $@"^[\s*_>#(（\[【-]*(?:(?:total|approximate|approx\.?|final|current|actual|section)\s+)?(?:words?|characters?)[\s-]*count[\s*_]*[:：=][\s*_]*{About}{Count}(?:words?|characters?)?[\s*_.)）\]】]*$",
        Options);

    private static readonly Regex Total = new(
        $@"^[\s*_(（\[【]*total\s+(?:words|length)[\s*_]*[:：=][\s*_]*{About}{Count}(?:words)?[\s*_.)）\]】]*$", Options);

    private static readonly Regex Bracketed = new($@"^[\s*_]*[(\[（【]\s*{About}{Count}words?[\s.]*[)\]）】][\s*_]*$", Options);

    private static readonly Regex Chinese = new(
        $@"^[\s*_(（\[【]*(?:本段|本节|本章|本部分|全文|正文|总|以上)?(?:总)?字数(?:统计)?[\s*_]*[:：为]?[\s*_]*{About}{Count}(?:个)?(?:字|词)?[\s*_.。)）\]】]*$", Options);

    private static readonly Regex ChineseBracketed = new(
        $@"^[\s*_]*[(\[（【]\s*(?:本段|本节|本章|本部分|全文|正文|以上)?\s*{About}{Count}(?:个)?字[\s.。]*[)\]）】][\s*_]*$", Options);

    /// <summary>Whether a line is such a remark and nothing else.</summary>
    public static bool IsLine(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.Length is > 0 and <= MaxLength
            && (Named.IsMatch(line) || Total.IsMatch(line) || Bracketed.IsMatch(line) || Chinese.IsMatch(line) || ChineseBracketed.IsMatch(line));
    }

    /// <summary>The length of such a remark in brackets at the end of a line that has text before it, the space before it not included; 0 where there is none.</summary>
    public static int TrailingLength(ReadOnlySpan<char> line)
    {
        var from = Math.Max(0, line.Length - MaxLength);
        var open = line[from..].LastIndexOfAny("([（【");
        if (open < 0 || from + open == 0)
            return 0;

        var remark = line[(from + open)..];
        while (from + open > 0 && line[from + open - 1] is '*' or '_')
        {
            remark = line[(from + --open)..];
            if (from + open == 0)
                return 0;
        }

        return IsLine(remark) ? remark.Length : 0;
    }
}
