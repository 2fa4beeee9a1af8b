namespace LongWriter;

/// <summary>What a line is, as Markdown goes.</summary>
internal enum TextLineKind
{
    Blank,
    Text,
    Heading,
    ListItem,
    Table,
    Quote,
    Code,
    Rule,
}

/// <summary>A line of a text.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="End">Index behind its last character that is not white space.</param>
/// <param name="Content">Index of its first character behind indentation, list marker, quote marks and heading marks.</param>
/// <param name="Next">Index of the next line, or the text's length.</param>
/// <param name="Kind">What it is.</param>
/// <param name="HasNewline">Whether a line break ends it.</param>
internal readonly record struct TextLine(int Start, int End, int Content, int Next, TextLineKind Kind, bool HasNewline)
{
    /// <summary>Whether it opens or closes a fenced code block.</summary>
    public bool IsFence { get; init; }

    /// <summary>Whether it is the line that closes a fenced code block.</summary>
    public bool ClosesFence { get; init; }

    /// <summary>Divides a text into its lines, in linear time.</summary>
    /// <param name="text">The text, with LF or CRLF line breaks.</param>
    public static List<TextLine> Read(ReadOnlySpan<char> text)
    {
        var lines = new List<TextLine>();
        var fence = default(CodeFence);
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOf('\n');
            var next = length < 0 ? text.Length : start + length + 1;
            var end = start + text[start..next].TrimEnd().Length;
            lines.Add(Classify(text, start, end, next, length >= 0, ref fence));
            start = next;
        }

        return lines;
    }

    private static TextLine Classify(ReadOnlySpan<char> text, int start, int end, int next, bool newline, ref CodeFence fence)
    {
        var content = start;
        while (content < end && char.IsWhiteSpace(text[content]))
            content++;

        var body = text[content..end];
        if (fence.IsOpen)
        {
            var closes = fence.IsClosedBy(body);
            if (closes)
                fence = default;
            return new(start, end, content, next, TextLineKind.Code, newline) { IsFence = closes, ClosesFence = closes };
        }

        if (body.IsEmpty)
            return new(start, start, start, next, TextLineKind.Blank, newline);

        var opening = CodeFence.Read(body);
        if (opening.IsOpen)
        {
            fence = opening;
            return new(start, end, content, next, TextLineKind.Code, newline) { IsFence = true };
        }

        var (kind, marker) = KindOf(body);
        return new(start, end, content + marker, next, kind, newline);
    }

    private static (TextLineKind Kind, int Marker) KindOf(ReadOnlySpan<char> body)
    {
        if (IsRule(body))
            return (TextLineKind.Rule, 0);

        if (body[0] == '#')
        {
            var marks = body.Length - body.TrimStart('#').Length;
            if (marks <= 6 && marks < body.Length && body[marks] is ' ' or '\t')
                return (TextLineKind.Heading, SkipSpaces(body, marks));
        }

        if (body[0] == '>')
            return (TextLineKind.Quote, body.Length - body.TrimStart("> ").Length);

        if (body[0] == '|' && body[1..].Contains('|'))
            return (TextLineKind.Table, 0);

        var marker = ListMarker(body);
        return marker > 0 ? (TextLineKind.ListItem, SkipSpaces(body, marker)) : (TextLineKind.Text, 0);
    }

    private static int SkipSpaces(ReadOnlySpan<char> body, int index)
    {
        while (index < body.Length && char.IsWhiteSpace(body[index]))
            index++;
        return index;
    }

    private static bool IsRule(ReadOnlySpan<char> body)
    {
        var mark = body[0];
        if (mark is not ('-' or '*' or '_'))
            return false;

        var marks = 0;
        foreach (var c in body)
        {
            if (c == mark)
                marks++;
            else if (c != ' ')
                return false;
        }

        return marks >= 3;
    }

    /// <summary>The length of a list marker at the start of a line, its space not included; 0 where there is none.</summary>
    private static int ListMarker(ReadOnlySpan<char> body)
    {
        if (body[0] is '-' or '*' or '+' or '•' or '·' or '●' or '▪' or '◦')
            return body.Length > 1 && char.IsWhiteSpace(body[1]) ? 1 : 0;

        var opened = body[0] is '(' or '（' ? 1 : 0;
        var i = opened;
        while (i < body.Length && i < opened + 3 && char.IsDigit(body[i]))
            i++;

        if (i == opened && i < body.Length && char.IsAsciiLetterLower(body[i]) && i + 1 < body.Length && body[i + 1] == ')')
            i++;

        if (i == opened || i >= body.Length)
            return 0;

        var wide = body[i] is '）' or '、' or '．';
        if (opened == 1 ? body[i] is not (')' or '）') : !wide && body[i] is not ('.' or ')'))
            return 0;

        return wide || (i + 1 < body.Length && char.IsWhiteSpace(body[i + 1])) ? i + 1 : 0;
    }
}
