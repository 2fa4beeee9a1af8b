using System.Text;

namespace LongWriter.Tests;

/// <summary>Byte-pair merging as the textbook says: look at all neighbours, join the best pair everywhere once from the left, again.</summary>
internal static class NaiveBpe
{
    public static List<string> Merge(List<string> parts, Func<string, string, int?> rankOf)
    {
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(0, parts.Count - 1))
                .Select(at => (Rank: rankOf(parts[at], parts[at + 1]), At: at))
                .Where(pair => pair.Rank is not null)
                .OrderBy(pair => pair.Rank).ThenBy(pair => pair.At)
                .Select(pair => (int?)pair.At).FirstOrDefault();
            if (best is not { } at)
                return parts;

            parts[at] += parts[at + 1];
            parts.RemoveAt(at + 1);
        }
    }

    /// <summary>GPT-2's alphabet, built from its rule.</summary>
    public static string Alphabet(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var value in bytes)
        {
            var printable = value is >= 33 and <= 126 or >= 161 and <= 172 or >= 174;
            var rank = Enumerable.Range(0, value).Count(other => !(other is >= 33 and <= 126 or >= 161 and <= 172 or >= 174));
            text.Append(printable ? (char)value : (char)(256 + rank));
        }

        return text.ToString();
    }

    /// <summary>Words by the rules of Llama 3's expression, written out by hand over runes.</summary>
    public static IEnumerable<string> Llama3Words(string text, int digits)
    {
        var runes = text.EnumerateRunes().ToList();
        for (var at = 0; at < runes.Count;)
        {
            var length = Word(runes, at, digits);
            yield return string.Concat(runes.Skip(at).Take(length).Select(rune => rune.ToString()));
            at += length;
        }
    }

    private static int Word(List<Rune> runes, int at, int digits)
    {
        var left = runes.Count - at;
        string Lower(int offset) => offset < left ? runes[at + offset].ToString().Replace('ſ', 's').ToLowerInvariant() : "";
        if (Lower(0) == "'")
        {
            if (Lower(1) is "s" or "t" or "m" or "d")
                return 2;
            if (Lower(1) + Lower(2) is "re" or "ve" or "ll")
                return 3;
        }

        bool Letter(int offset) => offset < left && Rune.IsLetter(runes[at + offset]);
        bool Number(int offset) => offset < left && Rune.IsNumber(runes[at + offset]);
        bool Space(int offset) => offset < left && Rune.IsWhiteSpace(runes[at + offset]);
        bool Line(int offset) => offset < left && runes[at + offset].Value is '\r' or '\n';
        bool Other(int offset) => offset < left && !Letter(offset) && !Number(offset) && !Space(offset);
        int Run(int from, Func<int, bool> accepts)
        {
            while (accepts(from))
                from++;
            return from;
        }

        if (Letter(0))
            return Run(0, Letter);
        if (!Line(0) && !Number(0) && Letter(1))
            return Run(1, Letter);
        if (Number(0))
            return Math.Min(digits, Run(0, Number));
        if (Other(0) || (Lower(0) == " " && Other(1)))
            return Run(Run(1, Other), o => o < left && runes[at + o].Value is '\r' or '\n');

        var spaces = Run(0, Space);
        var lastLine = Enumerable.Range(0, spaces).Where(o => runes[at + o].Value is '\r' or '\n').Select(o => o + 1).LastOrDefault();
        return lastLine > 0 ? lastLine : spaces < left && spaces > 1 ? spaces - 1 : spaces;
    }
}
