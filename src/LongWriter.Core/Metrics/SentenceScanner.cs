using System.Collections.Frozen;

namespace LongWriter;

/// <summary>Finds where sentences end inside one block of prose.</summary>
internal static class SentenceScanner
{
    // a name or a number follows these, never a new sentence
    private static readonly FrozenSet<string> Leading = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "mr", "mrs", "ms", "dr", "prof", "st", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "mme", "mlle", "sra", "dra", "hr", "fr", "vs",
        "e.g", "i.e", "cf", "ca", "approx", "z.b", "d.h", "u.a", "bzw", "p.ej", "т.е", "им", "ул");

    // these are abbreviations only where a number follows
    private static readonly FrozenSet<string> BeforeNumber = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "no", "nos", "nr", "fig", "figs", "eq", "p", "pp", "vol", "art", "sec", "ch", "chap", "abs", "núm", "рис", "табл", "стр", "ст", "jan", "feb", "aug", "sept", "oct", "nov", "dec");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LeadingSpans = Leading.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BeforeNumberSpans = BeforeNumber.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds the index behind each sentence of <paramref name="text"/> between two indices.</summary>
    public static void Scan(ReadOnlySpan<char> text, int start, int limit, List<int> ends)
    {
        for (var i = start; i < limit;)
        {
            if (!IsTerminator(text[i]))
            {
                i++;
                continue;
            }

            var run = i;
            while (run < limit && IsTerminator(text[run]))
                run++;

            var end = Close(text, run, limit);
            if (EndsSentence(text, start, i, run, end, limit))
                ends.Add(end);
            i = Math.Max(run, end);
        }
    }

    private static bool EndsSentence(ReadOnlySpan<char> text, int start, int mark, int run, int end, int limit)
    {
        var wide = text[mark..run].IndexOfAnyExcept(".!?…") >= 0;
        if (end == limit)
            return wide || run - mark > 1 || text[mark] != '.' || !IsAbbreviation(text, start, mark, '\0', '\0');

        if (wide)
            return text[end] is not ('，' or ',' or '、' or '；' or ';' or '：' or ':');

        if (!char.IsWhiteSpace(text[end]))
            return text[mark] != '…' && run - mark == 1 && mark > start && TextToken.IsIdeographic(text[mark - 1]) && TextToken.IsIdeographic(text[end]);

        var next = end;
        while (next < limit && (char.IsWhiteSpace(text[next]) || IsOpener(text[next])))
            next++;

        var follower = next < limit ? text[next] : '\0';
        if (char.IsLower(follower) || follower is ',' or ';' or ':')
            return false;

        return run - mark > 1 || text[mark] != '.' || !IsAbbreviation(text, start, mark, follower, text[end]);
    }

    /// <summary>Whether the full stop at <paramref name="mark"/> belongs to an abbreviation or an initial.</summary>
    private static bool IsAbbreviation(ReadOnlySpan<char> text, int start, int mark, char follower, char after)
    {
        var first = mark;
        while (first > start && mark - first < 12 && (char.IsLetter(text[first - 1]) || text[first - 1] == '.'))
            first--;

        var word = text[first..mark].TrimStart('.');
        if (word.IsEmpty)
            return false;

        if (LeadingSpans.Contains(word))
            return true;

        if (BeforeNumberSpans.Contains(word) && char.IsDigit(follower))
            return true;

        // initials and acronyms: "J. R. Smith", "the U.S. Army"; "I" is a word, and at a text's end it is anyone's guess
        return after != '\0' && char.IsUpper(follower) && char.IsUpper(word[^1]) && (word.Length == 1 ? word[0] != 'I' : word[^2] == '.');
    }

    /// <summary>The index behind the closing quotes, brackets, emphasis and footnote marks that follow a terminator.</summary>
    private static int Close(ReadOnlySpan<char> text, int index, int limit)
    {
        var end = index;
        while (index < limit)
        {
            var c = text[index];
            if (IsCloser(c))
            {
                end = ++index;
            }
            else if (char.IsWhiteSpace(c) && index + 1 < limit && text[index + 1] == '»')
            {
                // French puts a space before it
                end = index += 2;
            }
            else if (c is '*' or '_' or '~' or '`' or '“')
            {
                // they close as well as open: only what a space or the end follows has closed
                var j = index;
                while (j < limit && (text[j] is '*' or '_' or '~' or '`' or '“' || IsCloser(text[j])))
                    j++;
                return j == limit || char.IsWhiteSpace(text[j]) ? j : end;
            }
            else if (c == '[' && Footnote(text[index..limit]) is > 0 and var length)
            {
                end = index += length;
            }
            else
            {
                break;
            }
        }

        return end;
    }

    private static int Footnote(ReadOnlySpan<char> text)
    {
        var i = 1;
        while (i < text.Length && i < 6 && (char.IsDigit(text[i]) || text[i] is '^' or ','))
            i++;
        return i > 1 && i < text.Length && text[i] == ']' ? i + 1 : 0;
    }

    private static bool IsTerminator(char c) => c is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '｡' or '．' or '؟' or '۔' or '।' or '॥' or '։' or '።' or '။' or '។' or '‼' or '⁇' or '⁈' or '⁉';

    private static bool IsCloser(char c) => c is '"' or '\'' or '”' or '’' or '»' or ')' or ']' or '}' or '」' or '』' or '）' or '】' or '》' or '〉' or '›' or '＂';

    private static bool IsOpener(char c) => c is '"' or '\'' or '“' or '‘' or '«' or '(' or '[' or '「' or '『' or '（' or '【' or '*' or '_' or '„' or '‹' or '¿' or '¡' or '>';
}
