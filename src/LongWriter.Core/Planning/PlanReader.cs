namespace LongWriter;

/// <summary>
/// Reads the steps of a plan from what a person or a model wrote: canonical lines as they stand, everything else tolerantly.
/// Runs in time linear in the text's length.
/// </summary>
internal static class PlanReader
{
    private static readonly string[] ReasoningTags = ["think", "thinking", "thought", "thoughts", "reasoning", "reflection", "scratchpad"];

    private static readonly char[] LineBreaks = ['\n', '\r', '\u0085', '\u2028', '\u2029'];

    /// <summary>The steps in order; none where the text holds no plan.</summary>
    public static IReadOnlyList<PlanEntry> Read(string text, PromptSet? prompts = null)
    {
        var labels = PlanLabels.For(prompts);
        text = text.TrimStart().TrimStart('\uFEFF');
        if (TryExact(text, labels) is { } exact)
            return exact;

        var answer = PromptTemplate.Clean(WithoutReasoning(text).Replace('\0', ' ').Replace("\uFEFF", "", StringComparison.Ordinal));
        var entries = PlanJson.Read(answer, labels);
        if (entries.Count > 0)
            return entries;

        var lines = Lines(answer);
        entries = PlanTable.Read(lines, labels);
        return entries.Count > 0 ? entries : PlanLines.Read(lines, labels);
    }

    /// <summary>The answer without what the model thought before it: closed blocks, one whose opening tag is missing, one that is never closed around the only text there is.</summary>
    internal static string WithoutReasoning(string text)
    {
        foreach (var tag in ReasoningTags)
        {
            var close = $"</{tag}>";
            var end = text.LastIndexOf(close, StringComparison.OrdinalIgnoreCase);
            if (end >= 0)
                text = text[(end + close.Length)..];
        }

        var start = text.TrimStart();
        foreach (var tag in ReasoningTags)
        {
            var open = $"<{tag}>";
            if (start.StartsWith(open, StringComparison.OrdinalIgnoreCase))
                return start[open.Length..];
        }

        return text;
    }

    private static string[] Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Split(LineBreaks);

    private static List<PlanEntry>? TryExact(string text, PlanLabels labels)
    {
        var entries = new List<PlanEntry>();
        foreach (var line in Lines(text))
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;

            PlanEntry? entry = null;
            if (!labels.Formats.Any(f => f.TryRead(line, out entry)))
                return null;

            entries.Add(entry!);
        }

        return entries.Count > 0 ? entries : null;
    }
}
