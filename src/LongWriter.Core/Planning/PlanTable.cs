namespace LongWriter;

/// <summary>Reads a plan that was given as a Markdown table.</summary>
internal static class PlanTable
{
    public static IReadOnlyList<PlanEntry> Read(string[] lines, PlanLabels labels)
    {
        var rule = Array.FindIndex(lines, IsRule);
        if (rule < 1)
            return [];

        var heads = Cells(lines[rule - 1]).Select(PlanGlyphs.Normalize).ToList();
        var count = heads.FindLastIndex(h => labels.Counts.Any(l => h.Contains(l, StringComparison.Ordinal)) || labels.Units.Any(u => h.Contains(u, StringComparison.Ordinal)));
        var point = heads.FindIndex(h => labels.Points.Any(l => h.Contains(l, StringComparison.Ordinal)));
        var entries = new List<PlanEntry>();
        for (var i = rule + 1; i < lines.Length && lines[i].Contains('|'); i++)
        {
            if (ReadRow(Cells(lines[i]), count, point, labels) is { } entry)
                entries.Add(entry);
        }

        return entries;
    }

    private static PlanEntry? ReadRow(List<string> cells, int count, int point, PlanLabels labels)
    {
        int? number = null;
        var texts = new List<string>();
        for (var i = 0; i < cells.Count; i++)
        {
            if (i == count)
                continue;

            if (i != point && number is null && TryNumber(cells[i], labels, out var figure))
                number = figure;
            else if (cells[i].Length > 0)
                texts.Add(PlanLine.CleanPoint(cells[i]));
        }

        var text = count >= 0 && count < cells.Count ? PlanGlyphs.Normalize(cells[count]) : "";
        var at = 0;
        long? words = PlanCount.TryRead(text, ref at, labels, needUnit: false, out var read) ? read : null;
        var main = string.Join(": ", texts);
        return number is null && (main.Length == 0 || PlanLineEnd.IsTotalWord(PlanGlyphs.Normalize(main))) ? null : new(number, main, words);
    }

    private static bool TryNumber(string cell, PlanLabels labels, out int number)
    {
        var text = PlanGlyphs.Normalize(cell) + ")";
        var at = 0;
        PlanGlyphs.SkipLoose(text, ref at);
        return PlanNumbering.TryRead(text, ref at, labels, out number, out _) && at >= text.Length - 1;
    }

    private static bool IsRule(string line) =>
        line.AsSpan().Count('|') > 0 && line.Contains("--", StringComparison.Ordinal) && line.AsSpan().IndexOfAnyExcept("|-: \t>") < 0;

    private static List<string> Cells(string line)
    {
        var row = line.Trim().TrimStart('>').Trim();
        row = row.StartsWith('|') ? row[1..] : row;
        row = row.EndsWith('|') && !row.EndsWith("\\|", StringComparison.Ordinal) ? row[..^1] : row;
        return [.. row.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|').Select(static c => c.Replace('\u0001', '|').Trim())];
    }
}
