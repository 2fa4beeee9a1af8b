using System.Globalization;

namespace LongWriter;

/// <summary>Checks the parts of a text.</summary>
internal static class UnitMeasure
{
    private const int Quarters = 4;
    private const string Markdown = "#*_> -\t";

    public static UnitFigures Of(string text, UnitTask task)
    {
        var units = Read(text, task);
        var all = new List<(string Kind, int Unit, bool Holds)>();
        foreach (var check in task.Checks)
        {
            // a step may be so large that the next part has no number in 32 bits
            for (long next = check.First; next <= Math.Min(check.Last, task.Count); next += check.Every)
            {
                var unit = (int)next;
                all.Add((check.Kind, unit, units.TryGetValue(unit, out var there) && check.Terms.Any(t => TermSearch.Mentions(there, t))));
            }
        }

        var present = all.Where(c => units.ContainsKey(c.Unit)).ToList();
        return new()
        {
            Completion = units.Count / (double)task.Count,
            Checks = all.Count,
            OfPresent = present.Count == 0 ? null : Share(present),
            OfAll = all.Count == 0 ? null : Share(all),
            ByKind = all.GroupBy(static c => c.Kind).ToDictionary(static g => g.Key, static g => Share([.. g])),
            ByQuarter = [.. Enumerable.Range(0, Quarters).Select(quarter => all.Where(c => (c.Unit - 1) * Quarters / task.Count == quarter).ToList() is { Count: > 0 } here ? Share(here) : (double?)null)],
        };
    }

    private static double Share(IReadOnlyCollection<(string Kind, int Unit, bool Holds)> checks) => checks.Count(static c => c.Holds) / (double)checks.Count;

    /// <summary>The parts by number; of one that is there twice, as in an outline and then in the text, the longest.</summary>
    private static Dictionary<int, string> Read(string text, UnitTask task)
    {
        var at = task.Marker.IndexOf(UnitTask.Number, StringComparison.Ordinal);
        var (before, behind) = (task.Marker[..at], task.Marker[(at + UnitTask.Number.Length)..]);
        // Markdown is put aside in the lines too; where there is nothing else before the number, it alone tells a part.
        var (aside, bare) = (Markdown, before.AsSpan().TrimStart(Markdown).ToString());
        if (bare.Length > 0)
            before = bare;
        else if (before.Length > 0)
            aside = " \t";
        var units = new Dictionary<int, string>();
        int number = 0, start = 0;
        foreach (var line in TextLine.Read(text))
        {
            if (NumberOf(text.AsSpan(line.Start, line.End - line.Start).TrimStart(aside), before, behind) is not { } next)
                continue;

            Keep(line.Start);
            (number, start) = (next, line.Start);
        }

        Keep(text.Length);
        return units;

        void Keep(int end)
        {
            if (number >= 1 && number <= task.Count && !(units.TryGetValue(number, out var there) && there.Length >= end - start))
                units[number] = text[start..end];
        }
    }

    private static int? NumberOf(ReadOnlySpan<char> line, string before, string behind)
    {
        if (!line.StartsWith(before, StringComparison.OrdinalIgnoreCase))
            return null;

        line = line[before.Length..];
        var digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits]))
            digits++;
        return digits is > 0 and < 7 && line[digits..].StartsWith(behind, StringComparison.OrdinalIgnoreCase)
            ? int.Parse(line[..digits], CultureInfo.InvariantCulture)
            : null;
    }
}
