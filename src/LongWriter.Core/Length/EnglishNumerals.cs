using System.Collections.Frozen;

namespace LongWriter;

/// <summary>Reads numbers in English words: "five hundred", "twenty-five hundred", "a thousand and fifty".</summary>
internal static class EnglishNumerals
{
    private static readonly FrozenDictionary<string, double> Values = new Dictionary<string, double>
    {
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["thirteen"] = 13,
        ["fourteen"] = 14,
        ["fifteen"] = 15,
        ["sixteen"] = 16,
        ["seventeen"] = 17,
        ["eighteen"] = 18,
        ["nineteen"] = 19,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["seventy"] = 70,
        ["eighty"] = 80,
        ["ninety"] = 90,
        ["hundred"] = 100,
        ["thousand"] = 1000,
        ["million"] = 1_000_000,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, double>.AlternateLookup<ReadOnlySpan<char>> Lookup = Values.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What a single word is worth, in lower case; null where it is no numeral.</summary>
    public static double? ValueOf(string word) => Values.TryGetValue(word, out var value) ? value : null;

    /// <summary>Reads the number whose first word starts at a position, which must be the start of a word.</summary>
    public static bool TryRead(string text, int start, out Numeral numeral)
    {
        double total = 0, current = 0, scale = 1, group = double.MaxValue;
        var words = 0;
        var end = start;
        var i = start;
        while (TryReadWord(text, i, out var wordEnd) && TryAdd(text.AsSpan(i, wordEnd - i), wordEnd))
        {
            end = wordEnd;
            i = NextWord(text, end);
        }

        // "a" alone was no number.
        numeral = new Numeral(start, end, total + current, total + current, scale, NumeralKind.English);
        return total + current > 0;

        bool TryAdd(ReadOnlySpan<char> word, int wordEnd)
        {
            words++;
            if (words == 1 && word is "a" or "an")
            {
                var next = NextWord(text, wordEnd);
                if (!TryReadWord(text, next, out var nextEnd) || text.AsSpan(next, nextEnd - next) is not ("hundred" or "thousand" or "million"))
                    return false;

                current = 1;
                return true;
            }

            if (word is "and")
            {
                var next = NextWord(text, wordEnd);
                return words > 1 && (total > 0 || current >= 100) && current % 100 == 0 && TryReadWord(text, next, out var nextEnd)
                    && Lookup.TryGetValue(text.AsSpan(next, nextEnd - next), out var following) && following < 100
                    && !IsUnit(NextWord(text, nextEnd));
            }

            if (!Lookup.TryGetValue(word, out var value))
                return false;

            switch (value)
            {
                case 100 when current is >= 1 and < 100:
                    current *= 100;
                    scale = 100;
                    return true;
                case >= 1000 when current >= 1 && value < group:
                    total += current * value;
                    current = 0;
                    (scale, group) = (value, value);
                    return true;
                case < 100 when current % 100 == 0 || (current % 100 >= 20 && current % 10 == 0 && value < 10):
                    current += value;
                    scale = total == 0 && current < 100 ? 1 : scale;
                    return true;
                default:
                    return false;
            }
        }

        // "between five hundred and seven hundred" is two numbers.
        bool IsUnit(int at) => TryReadWord(text, at, out var unitEnd) && text.AsSpan(at, unitEnd - at) is "hundred" or "thousand" or "million";
    }

    private static bool TryReadWord(string text, int start, out int end)
    {
        end = start;
        while (end < text.Length && char.IsAsciiLetter(text[end]) && end - start < 10)
            end++;

        return end > start && (end == text.Length || !char.IsLetterOrDigit(text[end]));
    }

    private static int NextWord(string text, int end)
    {
        var i = end;
        while (i < text.Length && i - end < 2 && text[i] is ' ' or '-')
            i++;

        return i;
    }
}
