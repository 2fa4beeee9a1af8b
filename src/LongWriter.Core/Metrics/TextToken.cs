using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>
/// A word of a text with case, width, quotes and joiners folded away; a single character in scripts that put no spaces
/// between words.
/// </summary>
/// <param name="Hash">Hash of the folded word, below 2^61 − 1. Two different words share one with a chance of about 2^−61.</param>
/// <param name="Start">Index of its first character.</param>
/// <param name="End">Index behind its last character.</param>
/// <param name="Units">Its size in quarters of a word: 4 for a word, 2 for a Chinese or Japanese character, 1 for a Thai, Lao, Khmer or Burmese one.</param>
internal readonly record struct TextToken(ulong Hash, int Start, int End, int Units)
{
    /// <summary>The size of one word in <see cref="Units"/>.</summary>
    public const int Word = 4;

    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Divides a text into tokens, in linear time.</summary>
    /// <param name="text">The text.</param>
    public static List<TextToken> Read(ReadOnlySpan<char> text)
    {
        var tokens = new List<TextToken>(text.Length / 5 + 1);
        Read(text, tokens);
        return tokens;
    }

    /// <summary>Adds the tokens of a text to a list, which may be used again and again.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Where they go.</param>
    public static void Read(ReadOnlySpan<char> text, List<TextToken> tokens)
    {
        int start = -1, end = 0;
        var hash = Offset;
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text[i..], out var rune, out var length);
            var units = UnitsOf(rune);
            if (units == Word)
            {
                start = start < 0 ? i : start;
                hash = Mix(hash, Fold(rune));
                end = i + length;
            }
            else if (units > 0 || start < 0 || !IsInsideWord(rune))
            {
                if (start >= 0)
                    tokens.Add(new(Finish(hash), start, end, Word));
                if (units > 0)
                    tokens.Add(new(Finish(Mix(Offset, Fold(rune))), i, i + length, units));
                (start, hash) = (-1, Offset);
            }

            i += length;
        }

        if (start >= 0)
            tokens.Add(new(Finish(hash), start, end, Word));
    }

    /// <summary>The size of what a character belongs to, in quarters of a word; 0 for what is no part of a word.</summary>
    /// <param name="rune">The character.</param>
    public static int UnitsOf(Rune rune)
    {
        var v = rune.Value;
        if (v < 0x80)
            return char.IsAsciiLetterOrDigit((char)v) ? Word : 0;

        if (!Rune.IsLetterOrDigit(rune))
            return Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark && v is not (>= 0xFE00 and <= 0xFE0F) ? IsUnspaced(v) ? 1 : Word : 0;

        if (IsIdeographic(v))
            return 2;

        return IsUnspaced(v) ? 1 : Word;
    }

    /// <summary>Whether a code point is a Chinese character or Japanese kana.</summary>
    /// <param name="v">The code point.</param>
    public static bool IsIdeographic(int v) => v is >= 0x3040 and <= 0x30FF or >= 0x3100 and <= 0x312F or >= 0x31F0 and <= 0x31FF
        or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0xFF66 and <= 0xFF9F or >= 0x20000 and <= 0x3FFFF or 0x3007;

    /// <summary>Whether a code point is of a South-East Asian script without spaces between words.</summary>
    /// <param name="v">The code point.</param>
    public static bool IsUnspaced(int v) => v is >= 0x0E00 and <= 0x0EFF or >= 0x1000 and <= 0x109F or >= 0x1780 and <= 0x17FF;

    // apostrophes, joiners and soft hyphens neither end a word nor make it another one
    private static bool IsInsideWord(Rune rune) => rune.Value is '\'' or 0x2019 or 0x02BC or 0x200C or 0x200D or 0x00AD or 0x2060;

    private static uint Fold(Rune rune)
    {
        var v = rune.Value is >= 0xFF01 and <= 0xFF5E ? new Rune(rune.Value - 0xFEE0) : rune;
        return (uint)Rune.ToLowerInvariant(v).Value;
    }

    private static ulong Mix(ulong hash, uint value) => (hash ^ value) * Prime;

    private static ulong Finish(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
        return hash % RollingHash.Modulus;
    }
}
