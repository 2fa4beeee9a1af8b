namespace LongWriter;

/// <summary>
/// Texts that are no refusals and hold none. A refusal takes two things: a sentence in which the writer itself, in the first person, says no to writing
/// or answering; and, beside it, what only an assistant says, such as "as an AI", "your request" or a limit on the length. In a short text an offer
/// of something else or a referral to a professional is enough for the second. Who refuses in a story does so in quotation marks or to somebody of the
/// story; who writes about refusals quotes them.
/// </summary>
internal sealed class RefusalFilter : IRowFilter
{
    // "I cannot write about my father without …" begins an essay; a refusal of that length is sorry, or speaks as an assistant.
    private const int LongestCurt = 300;
    private const int LongestRefusal = 900;

    // What declines in politer words makes up for it with an offer or a part of the text.
    private const int LongestPolite = 1500;

    // Before and behind the sentence that declines.
    private const int SentencesBefore = 2;
    private const int SentencesBehind = 2;

    public string Name => "refusal";

    public string? FindFault(DatasetRow row)
    {
        if (row.Text is not { } text || string.IsNullOrWhiteSpace(text))
            return null;

        var whole = text.Trim();
        if (whole.Length <= LongestPolite && !IsQuoted(whole) && IsWholeRefusal(whole, Plain(whole)))
            return "the text is a refusal: " + Shown(whole);

        foreach (var (start, end) in Paragraphs(whole))
        {
            if (!RefusalSigns.MayDecline(whole.AsSpan(start, end - start)))
                continue;

            var block = whole[start..end];
            if (!IsQuoted(block) && IsRefusal(Plain(block), isShort: whole.Length <= LongestPolite))
                return "a paragraph refuses: " + Shown(block);
        }

        return null;
    }

    private static bool IsWholeRefusal(string whole, string plain) =>
        whole.Length <= LongestRefusal
        && (RefusalDetector.IsRefusal(whole) || RefusalSigns.Opening().IsMatch(plain))
        && (whole.Length <= LongestCurt || RefusalSigns.Sorry().IsMatch(plain) || RefusalSigns.Assistant().IsMatch(plain));

    /// <summary>Whether an assistant declines here.</summary>
    private static bool IsRefusal(string block, bool isShort)
    {
        if (RefusalSigns.ChineseOpening().IsMatch(block))
            return true;

        var sentences = block.Split(['.', '!', '?', '。', '！', '？', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var i = 0; i < sentences.Length; i++)
        {
            if (!RefusalSigns.MayDecline(sentences[i]) || !RefusalSigns.Declines(sentences[i]))
                continue;

            // A short text is looked at as a whole.
            var (from, to) = isShort ? (0, sentences.Length) : (Math.Max(0, i - SentencesBefore), Math.Min(sentences.Length, i + 1 + SentencesBehind));
            for (var j = from; j < to; j++)
            {
                if (RefusalSigns.IsAssistant(sentences[j]) || (isShort && RefusalSigns.IsPolite(sentences[j])))
                    return true;
            }
        }

        return false;
    }

    private static IEnumerable<(int Start, int End)> Paragraphs(string text)
    {
        var lines = TextLine.Read(text);
        for (var i = 0; i < lines.Count;)
        {
            var end = i + 1;
            if (lines[i].Kind is TextLineKind.Text)
            {
                while (end < lines.Count && lines[end].Kind is TextLineKind.Text)
                    end++;
                yield return (lines[i].Start, lines[end - 1].End);
            }

            i = end;
        }
    }

    // A quotation mark at the start, or a refusal inside of marks.
    private static bool IsQuoted(string block) =>
        block.TrimStart('*', '_', ' ', '—', '-') is ['"' or '“' or '\'' or '‘' or '「' or '『' or '«' or '>', ..] || RefusalSigns.Quoted().Replace(block, "").Length < block.Length / 2;

    // What is quoted is not said.
    private static string Plain(string block) => RefusalSigns.Quoted().Replace(block, "\"…\"").Replace('’', '\'');

    private static string Shown(string text) => text.ReplaceLineEndings(" ") is var line && line.Length > 80 ? line[..80] + "…" : line;
}
