namespace LongWriter;

/// <summary>Looks for faults in the form of a text. Linear in the text.</summary>
internal static class IntegrityCheck
{
    // what is shorter says too little about its language
    private const int LeastTokens = 40;

    // a signature or a last line of verse has no full stop either
    private const int LongestOpenLine = 8;

    private static readonly string[] Marks =
    [
        "<think>", "</think>", "<thinking>", "</thinking>", "<reasoning>", "</reasoning>", "<|", "|>", "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<s>", "</s>",
        "<start_of_turn>", "<end_of_turn>",
    ];

    public static IntegrityFaults Find(Prediction prediction, TokenText text)
    {
        if (text.Count == 0)
            return IntegrityFaults.Empty | (prediction.Fate == PredictionFate.Refused ? IntegrityFaults.Refusal : 0);

        var lines = TextLine.Read(text.Text);
        var faults = IntegrityFaults.None;
        Set(IntegrityFaults.Refusal, prediction.Fate == PredictionFate.Refused || RefusalDetector.IsRefusal(text.Text));
        Set(IntegrityFaults.Truncated, prediction.Fate == PredictionFate.Cut || IsOpenEnded(text.Text, lines));
        Set(IntegrityFaults.EmptySection, HasEmptySection(lines));
        Set(IntegrityFaults.LeakedTags, HasMarks(text.Text, lines));
        Set(IntegrityFaults.AssistantTalk, Talks(text.Text, lines));
        Set(IntegrityFaults.WrongLanguage, IsOtherLanguage(prediction.Language, text));
        Set(IntegrityFaults.BrokenMarkdown, IsBroken(text.Text, lines));
        return faults;

        void Set(IntegrityFaults fault, bool holds) => faults |= holds ? fault : 0;
    }

    private static bool IsOpenEnded(string text, List<TextLine> lines)
    {
        var last = lines.FindLast(static l => l.Kind is not (TextLineKind.Blank or TextLineKind.Rule));
        if (last.Kind != TextLineKind.Text || last.End == 0)
            return false;

        var end = text.TrimEnd().Length;
        // A template's mark behind the last sentence is a leak, and the sentence is whole.
        if (text.AsSpan(0, end).EndsWith("|>") && text.LastIndexOf("<|", end - 1, StringComparison.Ordinal) is var mark and > 0)
            end = text.AsSpan(0, mark).TrimEnd().Length;
        return TextSegments.LastSentenceEnd(text.AsSpan(0, end)) < end && TextToken.Read(text.AsSpan(last.Content, last.End - last.Content)).Count > LongestOpenLine;
    }

    private static bool HasEmptySection(List<TextLine> lines)
    {
        var open = false;
        foreach (var line in lines)
        {
            if (line.Kind == TextLineKind.Heading)
            {
                // A chapter's heading may stand right above that of its first section; that is the same or a lower place.
                open = true;
            }
            else if (line.Kind is not (TextLineKind.Blank or TextLineKind.Rule))
            {
                open = false;
            }
        }

        return open;
    }

    private static bool HasMarks(string text, List<TextLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Kind == TextLineKind.Code)
                continue;

            var body = text.AsSpan(line.Start, line.End - line.Start);
            foreach (var mark in Marks)
            {
                if (body.Contains(mark, StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }

    private static bool Talks(string text, List<TextLine> lines)
    {
        var first = lines.Find(static l => l.Kind != TextLineKind.Blank);
        var last = lines.FindLast(static l => l.Kind != TextLineKind.Blank);
        var opening = text.AsSpan(first.Start, first.End - first.Start);
        var closing = text.AsSpan(last.Start, last.End - last.Start);
        return AssistantTalk.IsPreamble(opening) || AssistantTalk.IsCloser(closing) || AssistantTalk.IsEndMark(closing);
    }

    private static bool IsOtherLanguage(string language, TokenText text)
    {
        if (text.Count < LeastTokens)
            return false;

        var asked = Primary(language);
        var third = text.Count / 3;
        return Primary(LanguageEvidence.Guess(text.Text)) != asked
            || (third >= LeastTokens && Primary(LanguageEvidence.Guess(text.Part(text.Count - third, text.Count).Text)) != asked);
    }

    private static string Primary(string tag) => tag.Split('-', '_')[0].ToLowerInvariant();

    private static bool IsBroken(string text, List<TextLine> lines)
    {
        var (fences, cells, bold) = (0, 0, 0);
        foreach (var line in lines)
        {
            var body = text.AsSpan(line.Start, line.End - line.Start);
            fences += line.IsFence ? 1 : 0;
            if (line.Kind == TextLineKind.Table)
            {
                var here = Cells(body);
                if (cells > 0 && here != cells)
                    return true;
                cells = here;
            }
            else
            {
                cells = 0;
            }

            if (line.Kind == TextLineKind.Blank)
            {
                if (bold % 2 == 1)
                    return true;
                bold = 0;
            }
            else if (line.Kind is TextLineKind.Text or TextLineKind.ListItem or TextLineKind.Heading)
            {
                bold += Count(body, "**");
            }
        }

        return fences % 2 == 1 || bold % 2 == 1;
    }

    private static int Cells(ReadOnlySpan<char> row) => Count(row.Trim().Trim('|'), "|") + 1 - Count(row, "\\|");

    private static int Count(ReadOnlySpan<char> text, string mark)
    {
        var count = 0;
        while (text.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0)
        {
            count++;
            text = text[(at + mark.Length)..];
        }

        return count;
    }
}
