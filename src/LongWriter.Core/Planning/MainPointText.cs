using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>Brings main points onto one line and compares them.</summary>
internal static class MainPointText
{
    /// <summary>
    /// One line without control characters: a run of line breaks, other control characters and the white space around them
    /// becomes one space; lone surrogates become U+FFFD. Idempotent.
    /// </summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var breaking = false;
        foreach (var c in text)
        {
            if (IsBreak(c))
            {
                breaking = true;
                continue;
            }

            if (breaking && char.IsWhiteSpace(c))
                continue;

            if (breaking)
            {
                while (folded.Length > 0 && char.IsWhiteSpace(folded[^1]))
                    folded.Length--;

                folded.Append(' ');
                breaking = false;
            }

            folded.Append(c);
        }

        return PromptTemplate.Clean(folded.ToString().Trim());
    }

    /// <summary>Whether there is anything to write about: a letter, a digit or a symbol such as an emoji, not punctuation alone.</summary>
    public static bool HasContent(string point)
    {
        foreach (var rune in point.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol)
                return true;
        }

        return false;
    }

    /// <summary>The letters and digits alone, in lower case: equal keys are the same main point. Empty for symbols alone.</summary>
    public static string Key(string point)
    {
        var key = new StringBuilder(point.Length);
        foreach (var rune in point.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                key.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return key.ToString();
    }

    /// <summary>Cuts a text to a number of characters, at a word boundary where one is near, and marks the cut.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length)
            return text;

        var cut = length - 1;
        var space = text.LastIndexOf(' ', cut);
        if (space > cut * 3 / 4)
            cut = space;
        else if (char.IsLowSurrogate(text[cut]))
            cut--;

        return text[..cut].TrimEnd() + "…";
    }

    private static bool IsBreak(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
