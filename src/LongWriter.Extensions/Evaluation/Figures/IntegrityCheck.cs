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
        "<think>", "</think>", "<thinking>", "</thinking>", "<reasoning>", "</reasoning>", "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<s>", "</s>",
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

            var body = InlineCode.Blank(text.AsSpan(line.Start, line.End - line.Start));
            if (Array.Exists(Marks, mark => body.Contains(mark, StringComparison.Ordinal)) || HasTemplateMark(body))
                return true;
        }

        return false;
    }

    /// <summary>Marks such as &lt;|im_end|&gt;, and the beginning of one at a line's end; operators of programming languages are none.</summary>
    private static bool HasTemplateMark(string line)
    {
        for (var at = line.IndexOf("<|", StringComparison.Ordinal); at >= 0; at = line.IndexOf("<|", at + 2, StringComparison.Ordinal))
        {
            var end = at + 2;
            while (end < line.Length && (char.IsLetterOrDigit(line[end]) || line[end] is '_' or '-' or '\u2581'))
                end++;
            if (end > at + 2 && (end == line.Length || line.AsSpan(end).StartsWith("|>")))
                return true;
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

        var asked = AnswerLanguage.PrimaryOf(language);
        if (!LanguageEvidence.CanTell(asked))
            return false;

        var third = text.Count / 3;
        return LanguageEvidence.Guess(text.Text) != asked
            || (third >= LeastTokens && LanguageEvidence.Guess(text.Part(text.Count - third, text.Count).Text) != asked);
    }

    private static bool IsBroken(string text, List<TextLine> lines)
    {
        var (fences, cells) = (0, 0);
        var bold = new BoldMarks();
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
                if (bold.End())
                    return true;
            }
            else if (line.Kind is TextLineKind.Text or TextLineKind.ListItem or TextLineKind.Heading)
            {
                bold.Read(InlineCode.Blank(body));
            }
        }

        return fences % 2 == 1 || bold.End();
    }

    /// <summary>The number of cells: those between bars, the bars at either end of the row aside. An escaped bar is text.</summary>
    private static int Cells(ReadOnlySpan<char> row)
    {
        row = row.Trim();
        var bars = 0;
        var isLastBar = false;
        for (var i = row.StartsWith("|") ? 1 : 0; i < row.Length; i++)
        {
            isLastBar = row[i] == '|';
            bars += isLastBar ? 1 : 0;
            i += row[i] == '\\' ? 1 : 0;
        }

        return bars + (isLastBar ? 0 : 1);
    }
}
