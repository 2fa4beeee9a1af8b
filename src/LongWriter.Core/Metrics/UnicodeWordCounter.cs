using System.Globalization;

namespace LongWriter;

/// <summary>A word counter for every language but English and Chinese; see <see cref="WordCounters.Unicode"/>.</summary>
internal sealed class UnicodeWordCounter : IWordCounter
{
    private enum Kind : byte
    {
        Other,
        Letter,
        Digit,
        Connector,
        Extend,
        Ideograph,
        ThaiLao,
        KhmerMyanmar,
        MidLetter,
        MidNumber,
        MidBoth,
        Keycap,
    }

    public string Name => "unicode";

    public int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var i = 0;
        while (i < text.Length)
        {
            var kind = KindAt(text, i, out var length);
            switch (kind)
            {
                case Kind.Letter or Kind.Digit or Kind.Connector:
                    count += ReadWord(text, ref i);
                    break;
                case Kind.ThaiLao or Kind.KhmerMyanmar:
                    count += ReadUnspaced(text, kind, ref i);
                    break;
                case Kind.Ideograph:
                    count++;
                    i += length;
                    break;
                default:
                    i += length;
                    break;
            }
        }

        return count;
    }

    /// <summary>Moves behind a run of letters and digits; 1, or 0 where it has nothing but underscores or is a keycap emoji.</summary>
    private static int ReadWord(ReadOnlySpan<char> text, ref int i)
    {
        var last = Kind.Connector;
        var characters = 0;
        while (i < text.Length)
        {
            var kind = KindAt(text, i, out var length);
            switch (kind)
            {
                case Kind.Letter or Kind.Digit:
                    last = kind;
                    characters++;
                    break;
                case Kind.Connector:
                    last = kind;
                    break;
                case Kind.Extend:
                    break;
                case Kind.Keycap:
                    if (characters == 1 && last == Kind.Digit)
                        characters = 0;
                    break;
                case Kind.MidLetter or Kind.MidNumber or Kind.MidBoth when i + length < text.Length
                    && Joins(last, kind, KindAt(text, i + length, out _)):
                    break;
                default:
                    return characters > 0 ? 1 : 0;
            }

            i += length;
        }

        return characters > 0 ? 1 : 0;
    }

    private static bool Joins(Kind before, Kind joiner, Kind after) => (before, after) switch
    {
        (Kind.Letter, Kind.Letter) => joiner != Kind.MidNumber,
        (Kind.Digit, Kind.Digit) => joiner != Kind.MidLetter,
        _ => false,
    };

    private static int ReadUnspaced(ReadOnlySpan<char> text, Kind script, ref int i)
    {
        var letters = 0;
        while (i < text.Length)
        {
            var kind = KindAt(text, i, out var length);
            if (kind == script)
                letters++;
            else if (kind != Kind.Extend)
                break;

            i += length;
        }

        var lettersAWord = script == Kind.ThaiLao ? 4 : 3;
        return Math.Max(1, (letters + lettersAWord / 2) / lettersAWord);
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var c = text[index];
        if (c < 0x80)
        {
            return c switch
            {
                _ when char.IsAsciiLetter(c) => Kind.Letter,
                _ when char.IsAsciiDigit(c) => Kind.Digit,
                '_' => Kind.Connector,
                '\'' or '.' => Kind.MidBoth,
                ',' => Kind.MidNumber,
                _ => Kind.Other,
            };
        }

        if (!char.IsHighSurrogate(c) || index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]))
            return KindOf(c, CharUnicodeInfo.GetUnicodeCategory(c));

        length = 2;
        var rune = char.ConvertToUtf32(c, text[index + 1]);
        return KindOf(rune, CharUnicodeInfo.GetUnicodeCategory(rune));
    }

    private static Kind KindOf(int rune, UnicodeCategory category) => category switch
    {
        UnicodeCategory.DecimalDigitNumber => Kind.Digit,
        UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => IsIdeograph(rune) ? Kind.Ideograph : Kind.Digit,
        UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => Kind.Letter,
        UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter => KindOfLetter(rune),
        UnicodeCategory.EnclosingMark when rune == 0x20E3 => Kind.Keycap,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Extend,
        // The zero width space is a format character by category, but it is there to separate words.
        UnicodeCategory.Format => rune == 0x200B ? Kind.Other : Kind.Extend,
        _ => rune switch
        {
            0x2018 or 0x2019 or 0xFF07 or 0xFF0E => Kind.MidBoth,
            0x00B7 or 0x0387 or 0x2027 or 0x05F3 or 0x05F4 => Kind.MidLetter,
            // Arabic separators, the fraction slash, and the narrow space that French and Russian put into numbers.
            0x066B or 0x066C or 0x2044 or 0x202F => Kind.MidNumber,
            0x203F or 0x2040 or 0xFF3F => Kind.Connector,
            _ => Kind.Other,
        },
    };

    private static Kind KindOfLetter(int rune) => rune switch
    {
        < 0x0E00 => Kind.Letter,
        <= 0x0EFF => Kind.ThaiLao,
        >= 0x1000 and <= 0x109F or >= 0x1780 and <= 0x17FF or >= 0xA9E0 and <= 0xA9FF or >= 0xAA60 and <= 0xAA7F => Kind.KhmerMyanmar,
        // Half-width voice marks belong to the character before them.
        0xFF9E or 0xFF9F => Kind.Extend,
        _ => IsIdeograph(rune) ? Kind.Ideograph : Kind.Letter,
    };

    private static bool IsIdeograph(int rune) => rune is
        >= 0x3005 and <= 0x3007 or >= 0x3021 and <= 0x3029 or >= 0x3038 and <= 0x303B
        or >= 0x3041 and <= 0x30FF or >= 0x31F0 and <= 0x31FF
        or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF
        or >= 0xFF66 and <= 0xFF9D or >= 0x1AFF0 and <= 0x1B16F or >= 0x20000 and <= 0x3FFFF;
}
