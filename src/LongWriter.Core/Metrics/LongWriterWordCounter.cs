using System.Globalization;
using System.Runtime.CompilerServices;

namespace LongWriter;

/// <summary>The paper's counter (LongWriter, section 4.2); see <see cref="WordCounters.LongWriter"/>.</summary>
internal sealed class LongWriterWordCounter : IWordCounter
{
    // Categories of which Python's \w consists, beside the underscore. .NET's own \w also takes marks and joiners, so its \b
    // lies elsewhere.
    private const int WordCategories =
        1 << (int)UnicodeCategory.UppercaseLetter | 1 << (int)UnicodeCategory.LowercaseLetter |
        1 << (int)UnicodeCategory.TitlecaseLetter | 1 << (int)UnicodeCategory.ModifierLetter |
        1 << (int)UnicodeCategory.OtherLetter | 1 << (int)UnicodeCategory.DecimalDigitNumber |
        1 << (int)UnicodeCategory.LetterNumber | 1 << (int)UnicodeCategory.OtherNumber;

    public string Name => "longwriter";

    public int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var afterWordCharacter = false;
        var i = 0;
        while (i < text.Length)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c))
            {
                do
                    i++;
                while (i < text.Length && char.IsAsciiLetter(text[i]));

                // A shorter match cannot end at a boundary, since letters follow it: the run counts as a whole or not at all.
                if (!afterWordCharacter && (i == text.Length || !IsWordCharacter(text, i, out _)))
                    count++;

                afterWordCharacter = true;
                continue;
            }

            if (c is >= '\u4E00' and <= '\u9FFF')
                count++;

            afterWordCharacter = IsWordCharacter(text, i, out var length);
            i += length;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWordCharacter(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var c = text[index];
        if (c < 0x80)
            return char.IsAsciiLetterOrDigit(c) || c == '_';

        if (c is >= '\u4E00' and <= '\u9FFF')
            return true;

        return IsOtherWordCharacter(text, index, out length);
    }

    private static bool IsOtherWordCharacter(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var c = text[index];
        UnicodeCategory category;
        if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            category = CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(c, text[index + 1]));
        }
        else
        {
            category = CharUnicodeInfo.GetUnicodeCategory(c);
        }

        return (WordCategories >> (int)category & 1) != 0;
    }
}
