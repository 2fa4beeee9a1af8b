namespace LongWriter;

/// <summary>Texts no two sections of which are nearly the same.</summary>
internal sealed class DuplicateSectionsFilter(RowFilterOptions options) : IRowFilter
{
    // Shorter ones are verses, list entries and the like.
    private const int LeastUnits = 40 * TextToken.Word;

    public string Name => "duplicate-sections";

    public string? FindFault(DatasetRow row)
    {
        if (row.Text is not { } text || string.IsNullOrWhiteSpace(text))
            return null;

        var sections = Sections(row, text);
        var kept = new List<(int Number, string Text)>();
        var index = new NearDuplicateIndex(number => kept[number].Text, new() { Threshold = options.SectionSimilarity });
        foreach (var section in sections)
        {
            if (index.Add(section.Text) is { } earlier)
                return FormattableString.Invariant($"section {section.Number} says what section {kept[earlier].Number} says");

            kept.Add(section);
        }

        return null;
    }

    /// <summary>The sections that are known, else what stands under headings, else paragraphs; only those that are long enough.</summary>
    private static List<(int Number, string Text)> Sections(DatasetRow row, string text)
    {
        var parts = row.Sections is { Count: > 1 } known ? known : Divide(text);
        var sections = new List<(int, string)>();
        for (var i = 0; i < parts.Count; i++)
        {
            if (TextToken.Read(parts[i]).Sum(static t => t.Units) >= LeastUnits)
                sections.Add((i + 1, parts[i]));
        }

        return sections;
    }

    private static List<string> Divide(string text)
    {
        var lines = TextLine.Read(text);
        var byHeading = lines.Count(static l => l.Kind == TextLineKind.Heading) >= 2;
        var parts = new List<string>();
        var start = -1;
        for (var i = 0; i <= lines.Count; i++)
        {
            var ends = i == lines.Count || (byHeading ? lines[i].Kind == TextLineKind.Heading : lines[i].Kind == TextLineKind.Blank);
            // Code is not prose: a listing may look like another.
            var passed = i < lines.Count && lines[i].Kind is TextLineKind.Code or TextLineKind.Table;
            if (start >= 0 && (ends || passed))
            {
                parts.Add(text[start..lines[i - 1].End]);
                start = -1;
            }

            if (i < lines.Count && !ends && !passed && start < 0 && lines[i].Kind != TextLineKind.Blank)
                start = lines[i].Start;
        }

        return parts;
    }
}
