using System.Globalization;

namespace LongWriter;

/// <summary>A line of a <see cref="TermList"/>.</summary>
internal sealed class TermPattern
{
    private const int WordsNear = 8;
    private const int WordsBehind = 4;
    private const int CharactersNear = 15;
    private const int CharactersBehind = 8;

    private readonly List<(bool Behind, string[][] Alternatives)> _slots = [];
    private bool _isChinese;

    // Whether nothing can match in a text without a Chinese character.
    private bool _needsChinese;

    /// <summary>Whether it counts only in a text that does not discuss the matter.</summary>
    public bool UnlessDiscussed { get; private init; }

    /// <exception cref="LongWriterException">The line is no pattern.</exception>
    public static TermPattern Parse(string line, int number)
    {
        line = line.Trim();
        var pattern = new TermPattern { UnlessDiscussed = line.StartsWith('?') };
        line = line.TrimStart('?', ' ');
        for (var start = 0; start <= line.Length;)
        {
            var end = line.AsSpan(start).IndexOfAny('~', '>') is >= 0 and var at ? start + at : line.Length;
            var alternatives = line[start..end].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(static a => a.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
            if (alternatives.Length == 0)
                throw new LongWriterException(LongWriterError.InvalidRequest, FormattableString.Invariant($"Line {number} of the list of terms is no pattern: something is missing around '~', '>' or '|'."));

            pattern._slots.Add((start > 0 && line[start - 1] == '>', alternatives));
            pattern._isChinese |= alternatives.Any(IsChinese);
            pattern._needsChinese |= alternatives.All(IsChinese);
            start = end + 1;
        }

        return pattern;
    }

    /// <summary>What of a text matches; null where nothing does.</summary>
    public string? Find(TermText text)
    {
        if (_needsChinese && !text.HasChinese)
            return null;

        var places = new List<(int Start, int End)>();
        return Match(text, 0, places) ? string.Join(" … ", places.Order().Select(p => text.Show(p.Start, p.End, _isChinese))) : null;
    }

    private static bool IsChinese(string[] phrase) => phrase.Any(static w => w.Any(TermText.IsChinese));

    private bool Match(TermText text, int slot, List<(int Start, int End)> places)
    {
        if (slot == _slots.Count)
            return true;

        var (behind, alternatives) = _slots[slot];
        foreach (var alternative in alternatives)
        {
            foreach (var place in _isChinese ? Chinese(text, string.Concat(alternative)) : Words(text, alternative))
            {
                if (places.Count > 0 && !Fits(places, place, behind))
                    continue;

                places.Add(place);
                if (Match(text, slot + 1, places))
                    return true;
                places.RemoveAt(places.Count - 1);
            }
        }

        return false;
    }

    private bool Fits(List<(int Start, int End)> places, (int Start, int End) place, bool behind)
    {
        var last = places[^1];
        if (behind)
            return place.Start >= last.End && place.Start - last.End <= (_isChinese ? CharactersBehind : WordsBehind);

        var near = _isChinese ? CharactersNear : WordsNear;
        return places.Exists(p => place.Start >= p.End ? place.Start - p.End <= near : place.End <= p.Start && p.Start - place.End <= near);
    }

    private static IEnumerable<(int Start, int End)> Chinese(TermText text, string term) =>
        term[0] == '#' ? TermNumbers.Chinese(text.Chinese, Least(term)) : Places(text, term);

    private static IEnumerable<(int Start, int End)> Places(TermText text, string term)
    {
        for (var at = text.Chinese.IndexOf(term, StringComparison.Ordinal); at >= 0; at = text.Chinese.IndexOf(term, at + 1, StringComparison.Ordinal))
            yield return (at, at + term.Length);
    }

    private static IEnumerable<(int Start, int End)> Words(TermText text, string[] phrase)
    {
        foreach (var i in text.Candidates(phrase[0]))
        {
            if (i + phrase.Length > text.Words.Count)
                continue;

            var length = 0;
            while (length < phrase.Length && IsWord(phrase[length], text.Words[i + length]))
                length++;
            if (length == phrase.Length)
                yield return (i, i + length);
        }
    }

    private static bool IsWord(string term, TermWord word)
    {
        if (term[0] == '#')
            return word is { Number: { } number, IsMeasure: false } && number >= Least(term);

        return IsWord(term, word.Text) || (word.Plain is { } plain && IsWord(term, plain));
    }

    private static long Least(string term) => long.Parse(term.AsSpan(1), CultureInfo.InvariantCulture);

    private static bool IsWord(string term, string word)
    {
        if (term[^1] == '!')
            return word.AsSpan().StartsWith(term.AsSpan(0, term.Length - 1)) && word.AsSpan(term.Length - 1) is "" or "s" or "es";
        if (term[^1] == '*')
            return word.StartsWith(term.AsSpan(0, term.Length - 1), StringComparison.Ordinal);
        if (word == term)
            return true;
        if (word.Contains('*'))
            return IsMasked(term, word);

        return Inflection.IsOf(term, word);
    }

    /// <summary>Letters hidden behind asterisks, at least two of them shown.</summary>
    private static bool IsMasked(string term, string word)
    {
        if (term.Length != word.Length || word.Count(static c => c != '*') < 2)
            return false;

        for (var i = 0; i < term.Length; i++)
        {
            if (word[i] != '*' && word[i] != term[i])
                return false;
        }

        return true;
    }
}
