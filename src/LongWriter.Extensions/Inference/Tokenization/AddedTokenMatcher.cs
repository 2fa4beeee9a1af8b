using System.Buffers;
using System.Globalization;
using System.Text;

namespace LongWriter;

/// <summary>Finds added tokens in text: from the left, at each place the longest, over a trie.</summary>
internal sealed class AddedTokenMatcher
{
    /// <summary>Bounds the work at one place of the text.</summary>
    public const int LongestToken = 1024;

    private readonly Dictionary<(int Node, char Next), int> _edges = [];
    private readonly List<AddedToken?> _ends = [null];
    private readonly SearchValues<char> _firsts;

    /// <summary>Makes a matcher.</summary>
    /// <param name="tokens">The tokens, each under the text that is looked for.</param>
    public AddedTokenMatcher(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        foreach (var (text, token) in tokens)
        {
            var node = 0;
            foreach (var character in text)
            {
                if (!_edges.TryGetValue((node, character), out var next))
                {
                    next = _ends.Count;
                    _edges.Add((node, character), next);
                    _ends.Add(null);
                }

                node = next;
            }

            _ends[node] ??= token;
        }

        _firsts = SearchValues.Create([.. _edges.Keys.Where(edge => edge.Node == 0).Select(edge => edge.Next)]);
    }

    /// <summary>The parts of a text, in order; those without a token are plain.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parseSpecial">Whether special tokens count.</param>
    public IEnumerable<(int Start, int End, AddedToken? Token)> Split(string text, bool parseSpecial)
    {
        var from = 0;
        for (var at = Next(text, 0); at < text.Length;)
        {
            if (Longest(text, at) is not { } match)
            {
                at = Next(text, at + 1);
                continue;
            }

            var (start, end, token) = (at, match.End, match.Token);
            at = Next(text, end);
            if ((token.Special && !parseSpecial) || start < from || (token.SingleWord && !StandsAlone(text, start, end)))
                continue;

            if (token.StripLeft)
            {
                while (start > from && char.IsWhiteSpace(text[start - 1]))
                    start--;
            }

            if (token.StripRight)
            {
                while (end < text.Length && char.IsWhiteSpace(text[end]))
                    end++;
            }

            if (from < start)
                yield return (from, start, null);
            yield return (start, end, token);
            from = end;
        }

        if (from < text.Length)
            yield return (from, text.Length, null);
    }

    private int Next(string text, int from)
    {
        var found = text.AsSpan(from).IndexOfAny(_firsts);
        return found < 0 ? text.Length : from + found;
    }

    private (int End, AddedToken Token)? Longest(string text, int at)
    {
        (int, AddedToken)? longest = null;
        var node = 0;
        while (at < text.Length && _edges.TryGetValue((node, text[at]), out node))
        {
            at++;
            if (_ends[node] is { } token)
                longest = (at, token);
        }

        return longest;
    }

    private static bool StandsAlone(string text, int start, int end) =>
        (Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _) != OperationStatus.Done || !IsWord(before)) &&
        (Rune.DecodeFromUtf16(text.AsSpan(end), out var after, out _) != OperationStatus.Done || !IsWord(after));

    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.ConnectorPunctuation or UnicodeCategory.LetterNumber or UnicodeCategory.DecimalDigitNumber => true,
        <= UnicodeCategory.EnclosingMark => true,
        _ => false,
    };
}
