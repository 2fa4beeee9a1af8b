using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>A sentence of a text, or a line that stands for itself.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="End">Index behind its last character.</param>
/// <param name="Block">Number of the paragraph, list item or other block that it belongs to, from 0.</param>
/// <param name="Kind">What its line is.</param>
internal readonly record struct TextSentence(int Start, int End, int Block, TextLineKind Kind);

/// <summary>
/// Divides text into sentences: by punctuation of many scripts, with abbreviations, decimals, quotes and Markdown minded. All of
/// it is linear in the text's length.
/// </summary>
internal static class TextSegments
{
    private const int OpenQuoteLoss = 200;

    /// <summary>
    /// The index just behind the last complete sentence, closing quotes and brackets included; 0 where there is none. A list
    /// item, a heading or a table row is complete when a line break follows, a code block when its fence is closed, a paragraph without a
    /// full stop when a blank line or another block follows. An end inside an open quotation is passed over where that costs no more
    /// than 200 characters.
    /// </summary>
    /// <param name="text">The text.</param>
    public static int LastSentenceEnd(ReadOnlySpan<char> text)
    {
        var ends = Ends(text);
        if (ends.Count == 0)
            return 0;

        var last = ends[^1];
        var paragraph = text[..last].LastIndexOf("\n\n") + 1;
        var closed = paragraph;
        int depth = 0, low = 0;
        var straight = false;
        var next = ends.FindLastIndex(e => e <= paragraph) + 1;
        for (var i = paragraph; i < last; i++)
        {
            var c = text[i];
            straight ^= c == '"';
            if (c == '„')
                low++;
            else if (c == '“' && low > 0)
                low--;
            else if (c is '“' or '「' or '『')
                depth++;
            else if (c is '”' or '」' or '』')
                depth = Math.Max(0, depth - 1);

            if (next < ends.Count && ends[next] == i + 1)
            {
                if (depth + low == 0 && !straight)
                    closed = i + 1;
                next++;
            }
        }

        if (closed == last)
            return last;

        if (closed == paragraph)
            closed = ends.FindLast(e => e <= paragraph);
        return closed > 0 && last - closed <= OpenQuoteLoss ? closed : last;
    }

    /// <summary>The indices just behind each complete sentence, ascending; as for <see cref="LastSentenceEnd"/>, open quotations aside.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<int> SentenceEnds(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Ends(text);
    }

    /// <summary>
    /// All sentences, in order: what stands between the ends, each line break that does not look like wrapped prose ending one too, and
    /// whatever is left at the end. Blank lines, rules and fences belong to none.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="lines">Its lines.</param>
    public static List<TextSentence> Sentences(ReadOnlySpan<char> text, List<TextLine> lines)
    {
        var sentences = new List<TextSentence>();
        var ends = new List<int>();
        var block = 0;
        for (var i = 0; i < lines.Count;)
        {
            var (first, after) = (i, BlockEnd(lines, i));
            i = after;
            var kind = lines[first].Kind;
            if (kind is TextLineKind.Blank or TextLineKind.Rule)
                continue;

            ends.Clear();
            if (kind is TextLineKind.Text or TextLineKind.ListItem)
                SentenceScanner.Scan(text, lines[first].Content, lines[after - 1].End, ends);

            AddSentences(text, CollectionsMarshal.AsSpan(lines)[first..after], ends, block++, sentences);
        }

        return sentences;
    }

    private static void AddSentences(ReadOnlySpan<char> text, ReadOnlySpan<TextLine> lines, List<int> ends, int block, List<TextSentence> sentences)
    {
        var start = lines[0].Content;
        var next = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.IsFence)
            {
                start = line.Next;
                continue;
            }

            for (; next < ends.Count && ends[next] <= line.End; next++)
                Add(text, ref start, ends[next], block, line.Kind, sentences);

            if (line.Kind != TextLineKind.Text || i + 1 == lines.Length || BreaksAfter(text, line, lines[i + 1]))
                Add(text, ref start, line.End, block, line.Kind, sentences);

            if (line.Kind is TextLineKind.Quote or TextLineKind.Code or TextLineKind.Table && i + 1 < lines.Length)
                start = lines[i + 1].Content;
        }
    }

    private static void Add(ReadOnlySpan<char> text, ref int start, int end, int block, TextLineKind kind, List<TextSentence> sentences)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;

        if (start < end)
            sentences.Add(new(start, end, block, kind));
        start = Math.Max(start, end);
    }

    // wrapped prose goes on in lower case or behind a comma
    private static bool BreaksAfter(ReadOnlySpan<char> text, TextLine line, TextLine following) =>
        !char.IsLower(text[following.Content]) && text[line.End - 1] is not (',' or ';' or '，' or '、' or '；' or '-');

    private static List<int> Ends(ReadOnlySpan<char> text)
    {
        var lines = TextLine.Read(text);
        var ends = new List<int>();
        for (var i = 0; i < lines.Count;)
        {
            var after = BlockEnd(lines, i);
            var (first, last) = (lines[i], lines[after - 1]);
            if (first.Kind == TextLineKind.Code)
            {
                if (last.ClosesFence)
                    ends.Add(last.End);
            }
            else if (first.Kind == TextLineKind.Table)
            {
                for (var row = i; row < after; row++)
                {
                    if (lines[row].HasNewline || text[lines[row].End - 1] == '|')
                        ends.Add(lines[row].End);
                }
            }
            else if (first.Kind is not (TextLineKind.Blank or TextLineKind.Rule))
            {
                if (first.Kind != TextLineKind.Heading)
                    SentenceScanner.Scan(text, first.Content, last.End, ends);
                if (IsComplete(text, first.Kind, last, after < lines.Count) && (ends.Count == 0 || ends[^1] < last.End))
                    ends.Add(last.End);
            }

            i = after;
        }

        return ends;
    }

    private static bool IsComplete(ReadOnlySpan<char> text, TextLineKind kind, TextLine last, bool isFollowed) => kind switch
    {
        TextLineKind.Heading => last.HasNewline,
        TextLineKind.ListItem => last.HasNewline && !IsOpenEnded(text[last.End - 1]),
        _ => isFollowed && !IsOpenEnded(text[last.End - 1]),
    };

    private static bool IsOpenEnded(char c) => c is ':' or '：' or ',' or '，' or '、' or ';' or '；' or '-' or '–' or '—';

    /// <summary>The number of the line behind the block that starts at a line.</summary>
    private static int BlockEnd(List<TextLine> lines, int first)
    {
        var kind = lines[first].Kind;
        var i = first + 1;
        if (kind == TextLineKind.Code)
        {
            while (i < lines.Count && lines[i].Kind == TextLineKind.Code && !lines[i - 1].ClosesFence)
                i++;
        }
        else if (kind is TextLineKind.Text or TextLineKind.Quote or TextLineKind.Table)
        {
            while (i < lines.Count && lines[i].Kind == kind)
                i++;
        }

        return i;
    }
}
