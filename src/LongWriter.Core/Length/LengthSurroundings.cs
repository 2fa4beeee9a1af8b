namespace LongWriter;

/// <summary>The text around a stated length, cut to what can matter to it.</summary>
internal readonly ref struct LengthSurroundings
{
    private const int Reach = 160;

    public LengthSurroundings(string text, int start, int end)
    {
        var sentence = start;
        var clause = -1;
        while (sentence > 0 && start - sentence < Reach && !EndsSentence(text, sentence - 1))
        {
            if (clause < 0 && EndsClause(text, sentence - 1))
                clause = sentence;

            sentence--;
        }

        SentenceBefore = text.AsSpan(sentence, start - sentence);
        ClauseBefore = clause < 0 ? SentenceBefore : text.AsSpan(clause, start - clause);

        var stop = end;
        while (stop < text.Length && stop - end < Reach / 2 && !EndsSentence(text, stop))
            stop++;

        After = text.AsSpan(end, stop - end);
    }

    /// <summary>The sentence up to the length.</summary>
    public ReadOnlySpan<char> SentenceBefore { get; }

    /// <summary>The same from the last comma on.</summary>
    public ReadOnlySpan<char> ClauseBefore { get; }

    /// <summary>The rest of the sentence.</summary>
    public ReadOnlySpan<char> After { get; }

    /// <summary>The last words of a text, last first; at most six, lower case Latin letters.</summary>
    public static List<string> LastWords(ReadOnlySpan<char> text)
    {
        var words = new List<string>(6);
        var end = text.Length;
        while (end > 0 && words.Count < 6)
        {
            while (end > 0 && !char.IsAsciiLetter(text[end - 1]))
                end--;

            var start = end;
            while (start > 0 && char.IsAsciiLetter(text[start - 1]))
                start--;

            if (end > start)
                words.Add(text[start..end].ToString());

            end = start;
        }

        return words;
    }

    private static bool EndsSentence(string text, int i) => text[i] switch
    {
        '\n' or '\r' or '!' or '?' or ';' or '。' => true,
        '.' => (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])) && !IsAbbreviation(text.AsSpan(0, i)),
        _ => false,
    };

    private static bool IsAbbreviation(ReadOnlySpan<char> before) =>
        before.EndsWith("approx") || before.EndsWith(" ca") || before.EndsWith(" min") || before.EndsWith(" max");

    private static bool EndsClause(string text, int i) =>
        text[i] is '，' or '、' || (text[i] == ',' && i + 1 < text.Length && text[i + 1] is ' ' or > '\u2E80');
}
