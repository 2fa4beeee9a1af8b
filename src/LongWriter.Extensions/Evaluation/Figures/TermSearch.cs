using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>Looks for a term in a text, as a word where its script has words.</summary>
internal static class TermSearch
{
    /// <summary>
    /// Whether a text mentions a term, case aside. Where the term begins or ends in a letter of a script that puts spaces between words, no such letter may stand beside it: "port" is no
    /// part of "important"; where in a digit, no digit: "Flight 7" is no part of "Flight 71". In Chinese, Japanese, Thai and the like, and in Korean, whose particles stand without a space, any place will do.
    /// </summary>
    public static bool Mentions(ReadOnlySpan<char> text, string term)
    {
        var (first, last) = (First(term), Last(term));
        for (var from = 0; text[from..].IndexOf(term, StringComparison.OrdinalIgnoreCase) is var found and >= 0;)
        {
            var start = from + found;
            if (!AreOfOneWord(Last(text[..start]), first) && !AreOfOneWord(last, First(text[(start + term.Length)..])))
                return true;
            from = start + 1;
        }

        return false;
    }

    private static Rune? First(ReadOnlySpan<char> text) => Rune.DecodeFromUtf16(text, out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : null;

    private static Rune? Last(ReadOnlySpan<char> text) => Rune.DecodeLastFromUtf16(text, out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : null;

    private static bool AreOfOneWord(Rune? left, Rune? right) => (IsOfWord(left) && IsOfWord(right)) || (IsDigit(left) && IsDigit(right));

    private static bool IsDigit(Rune? rune) => rune is { } r && Rune.IsDigit(r);

    private static bool IsOfWord(Rune? rune) => rune is { } r
        && (Rune.IsLetter(r) || Rune.GetUnicodeCategory(r) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
        && !TextToken.IsIdeographic(r.Value) && !TextToken.IsUnspaced(r.Value) && r.Value is not (>= 0xAC00 and <= 0xD7A3 or >= 0x1100 and <= 0x11FF or >= 0x3130 and <= 0x318F);
}
