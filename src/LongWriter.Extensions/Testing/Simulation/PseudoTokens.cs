namespace LongWriter;

/// <summary>
/// A token count without a tokenizer: a run of letters or digits costs one token for each seven characters begun, a Chinese
/// character 0.6, any other visible character one. That is about 1.3 tokens an English word and 0.7 a Chinese character,
/// punctuation included.
/// </summary>
internal static class PseudoTokens
{
    /// <summary>Counts the tokens of a text.</summary>
    public static int Count(ReadOnlySpan<char> text) => (Scan(text, long.MaxValue, out _) is var tenths ? (int)((tenths + 9) / 10) : 0);

    /// <summary>The longest start of a text that fits a number of tokens, cut between words, without white space at its end.</summary>
    public static string Cut(string text, int tokens)
    {
        Scan(text, tokens * 10L, out var end);
        return end == text.Length ? text : text[..end].TrimEnd();
    }

    private static long Scan(ReadOnlySpan<char> text, long limit, out int end)
    {
        long tenths = 0;
        for (end = 0; end < text.Length;)
        {
            var next = end + 1;
            var cost = 10;
            var c = text[end];
            if (ChineseText.IsHan(c))
            {
                cost = 6;
            }
            else if (char.IsWhiteSpace(c))
            {
                cost = 0;
            }
            else if (char.IsLetterOrDigit(c))
            {
                while (next < text.Length && char.IsLetterOrDigit(text[next]) && !ChineseText.IsHan(text[next]))
                    next++;

                cost = (next - end + 6) / 7 * 10;
            }
            else if (char.IsHighSurrogate(c) && next < text.Length)
            {
                next++;
            }

            if (tenths + cost > limit)
                return tenths;

            tenths += cost;
            end = next;
        }

        return tenths;
    }
}
