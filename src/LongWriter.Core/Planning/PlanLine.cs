namespace LongWriter;

/// <summary>One line of a plan as a model wrote it, taken apart. Every search over the line is linear in its length.</summary>
internal sealed record PlanLine
{
    public const string Bullet = "-";
    public const string Heading = "#";

    public int? Number { get; private init; }

    /// <summary>How the line begins: a step word, <see cref="PlanNumbering.Bare"/>, <see cref="Bullet"/>, <see cref="Heading"/> or nothing.</summary>
    public string Kind { get; private init; } = "";

    public bool HasPointLabel { get; private init; }

    /// <summary>The main point, or the whole text of a line that has no structure.</summary>
    public string Point { get; private init; } = "";

    public long? Count { get; private init; }

    public bool HasCountLabel { get; private init; }

    /// <summary>Whether the count is that of the whole document.</summary>
    public bool IsTotal { get; private init; }

    public string? Id { get; private init; }

    public PlanEntry? Exact { get; private init; }

    public bool IsBlank => Exact is null && Number is null && Count is null && !HasPointLabel && Point.Length == 0;

    public static PlanLine Scan(string line, PlanLabels labels)
    {
        foreach (var format in labels.Formats)
        {
            if (format.TryRead(line, out var exact))
                return new() { Exact = exact, Number = exact.Number, Kind = labels.Steps[0], Point = exact.Point, Count = exact.Count, HasPointLabel = true, HasCountLabel = true, Id = exact.Id };
        }

        var text = PlanGlyphs.Normalize(line);
        var at = 0;
        var kind = SkipMarks(text, ref at);
        int? number = null;
        if (PlanNumbering.TryRead(text, ref at, labels, out var figure, out var numbering))
            (number, kind) = (figure, numbering);

        var leading = TryLeadingCount(text, ref at, labels, out var lead);
        var labelled = TryPointLabel(text, ref at, labels);
        var end = text.AsSpan().TrimEnd(' ').Length;
        var id = labelled || number is not null ? TakeId(line, text, at, ref end) : null;
        var count = leading ? null : PlanLineEnd.FindCount(text, Math.Min(at, end), end, labels);
        var point = line[Math.Min(at, end)..(count?.Cut ?? end)];
        if (count?.Rest is { } rest)
            point += "; " + line[rest..end];

        if (!labelled && (number ?? count?.Words) is not null && SplitTitle(text, at, count?.Cut ?? end) is var (title, body))
        {
            labelled = true;
            point = CleanPoint(line[at..title]) + ": " + line[body..(count?.Cut ?? end)];
        }

        point = CleanPoint(point);
        return new()
        {
            Number = number,
            Kind = kind,
            HasPointLabel = labelled,
            Point = point,
            Count = leading ? lead : count?.Words,
            HasCountLabel = count is { IsLabelled: true },
            IsTotal = number is null && !labelled && (leading || count is not null) && (count is { IsTotal: true } || PlanLineEnd.IsTotalWord(PlanGlyphs.Normalize(point))),
            Id = id,
        };
    }

    /// <summary>A main point without the Markdown and the brackets around it, on one line.</summary>
    public static string CleanPoint(string point)
    {
        var text = point.Trim();
        foreach (var mark in new[] { "**", "__", "`", "*", "_" })
        {
            if (text.Length > 2 * mark.Length && text.StartsWith(mark, StringComparison.Ordinal) && text.EndsWith(mark, StringComparison.Ordinal) && text.IndexOf(mark, mark.Length, StringComparison.Ordinal) == text.Length - mark.Length)
                text = text[mark.Length..^mark.Length].Trim();
            else if (text.AsSpan().Count(mark) % 2 == 1)
                text = DropUnpaired(text, mark);
        }

        if (text.Length > 1 && text[0] is '[' or '［' && text[^1] is ']' or '］' && text.AsSpan(1, Math.Max(text.Length - 2, 0)).IndexOfAny("[]［］") < 0)
            text = text[1..^1];

        return MainPointText.Fold(text);
    }

    // The other one of the pair stood outside the main point.
    private static string DropUnpaired(string text, string mark) =>
        text.EndsWith(mark, StringComparison.Ordinal) ? text[..^mark.Length].TrimEnd()
        : text.StartsWith(mark, StringComparison.Ordinal) ? text[mark.Length..].TrimStart()
        : mark == "**" ? text.Remove(text.IndexOf(mark, StringComparison.Ordinal), mark.Length)
        : text;

    // Block quotes, headings, bullets, check boxes and emphasis at the beginning of a line.
    private static string SkipMarks(string text, ref int at)
    {
        var kind = "";
        for (; at < text.Length; at++)
        {
            var c = text[at];
            var spaced = at + 1 == text.Length || text[at + 1] == ' ';
            if (c is '•' or '‣' or '◦' or '▪' or '·' or '●' or '○' or '■' || (c is '-' or '+' or '*' && spaced))
                kind = Bullet;
            else if (c == '#' && (spaced || text[at + 1] == '#'))
                kind = Heading;
            else if (c == '[' && at + 2 < text.Length && text[at + 1] is ' ' or 'x' && text[at + 2] == ']')
                at += 2;
            else if (c == '[' && text.AsSpan(at + 1).IndexOfAny(']', '[') is var close and > 0 && text[at + 1 + close] == ']' && close < 24 && StartsBracketedStep(text, at + 1))
                continue;
            else if (!PlanGlyphs.IsLoose(c) && c != '>')
                break;
        }

        return kind;
    }

    // "[Paragraph 1] …"
    private static bool StartsBracketedStep(string text, int at) => PlanNumbering.TryRead(text, ref at, PlanLabels.Default, out _, out var kind) && kind != PlanNumbering.Bare;

    // "Paragraph 1 (400 words): …", "1. [400 words] …", "Paragraph 1 - Word Count: 400 words - Main Point: …"
    private static bool TryLeadingCount(string text, ref int at, PlanLabels labels, out long words)
    {
        var i = at;
        words = 0;
        PlanGlyphs.SkipLoose(text, ref i);
        var bracketed = i < text.Length && text[i] is '(' or '[';
        if (bracketed)
            i++;

        var labelled = PlanLineEnd.TryLabel(text, ref i, labels);
        if ((!bracketed && !labelled) || !PlanCount.TryRead(text, ref i, labels, needUnit: !labelled, out words))
            return false;

        PlanGlyphs.SkipLoose(text, ref i);
        if (bracketed && !(i < text.Length && text[i] is ')' or ']'))
            return false;

        PlanNumbering.SkipSeparator(text, ref i);
        var probe = i;
        if (!bracketed && !TryPointLabel(text, ref probe, labels))
            return false;

        at = i;
        return true;
    }

    private static bool TryPointLabel(string text, ref int at, PlanLabels labels)
    {
        var i = at;
        PlanGlyphs.SkipLoose(text, ref i);
        foreach (var label in labels.Points)
        {
            if (!PlanGlyphs.StartsWith(text, i, label))
                continue;

            var end = i + label.Length;
            PlanGlyphs.SkipLoose(text, ref end);
            if (end == text.Length || text[end] is not (':' or '=' or '-'))
                continue;

            end++;
            PlanGlyphs.SkipClosed(text, ref end);
            at = end;
            return true;
        }

        return false;
    }

    // "Paragraph 1: A title - Main Point: …"
    private static (int Title, int Body)? SplitTitle(string text, int at, int end)
    {
        foreach (var label in (ReadOnlySpan<string>)["main point", "main idea", "要点"])
        {
            var found = at < end ? text.IndexOf(label, at, end - at, StringComparison.Ordinal) : -1;
            if (found <= at)
                continue;

            var title = found;
            while (title > at && (PlanGlyphs.IsLoose(text[title - 1]) || text[title - 1] is '-' or '|' or '(' or ',' or ';' or ':' or '.'))
                title--;

            var body = found + label.Length;
            PlanGlyphs.SkipLoose(text, ref body);
            if (title == found || title == at || body >= end || text[body] != ':')
                continue;

            body++;
            PlanGlyphs.SkipClosed(text, ref body);
            return (title, Math.Min(body, end));
        }

        return null;
    }

    private static string? TakeId(string line, string text, int at, ref int end)
    {
        var mark = end > at ? text.AsSpan(at, end - at).LastIndexOf("- id:") : -1;
        if (mark < 0)
            return null;

        var id = line[(at + mark + 5)..end].Trim();
        if (!PlanStep.IsValidId(id))
            return null;

        end = at + text.AsSpan(at, mark).TrimEnd(' ').Length;
        return id;
    }
}
