using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Texts no two sections of which are nearly the same.</summary>
internal sealed class DuplicateSectionsFilter(RowFilterOptions options) : IRowFilter
{
    // Shorter ones are verses, list entries and the like.
    private const int LeastUnits = 40 * TextToken.Word;
    private const int ShingleWords = 3;

    public string Name => "duplicate-sections";

    public string? FindFault(DatasetRow row)
    {
        if (row.Text is not { } text || string.IsNullOrWhiteSpace(text))
            return null;

        var sections = Sections(row, text);
        return FindPair(sections.ConvertAll(static s => Shingles.Of(s.Text, ShingleWords)), options.SectionSimilarity) is var (earlier, later)
            ? FormattableString.Invariant($"section {sections[later].Number} says what section {sections[earlier].Number} says")
            : null;
    }

    /// <summary>The first section that is nearly the same as an earlier one, by the exact similarity of all that have a shingle in common.</summary>
    private static (int Earlier, int Later)? FindPair(List<ulong[]> sections, double threshold)
    {
        var all = sections.Sum(static s => s.Length);
        var (shingles, owners) = (new ulong[all], new int[all]);
        var filled = 0;
        for (var i = 0; i < sections.Count; i++)
        {
            sections[i].CopyTo(shingles, filled);
            Array.Fill(owners, i, filled, sections[i].Length);
            filled += sections[i].Length;
        }

        Array.Sort(shingles, owners);
        var common = new Dictionary<(int Earlier, int Later), int>();
        for (int first = 0, end; first < all; first = end)
        {
            end = first + 1;
            while (end < all && shingles[end] == shingles[first])
                end++;
            for (var i = first; i < end; i++)
            {
                for (var j = i + 1; j < end; j++)
                    CollectionsMarshal.GetValueRefOrAddDefault(common, (Math.Min(owners[i], owners[j]), Math.Max(owners[i], owners[j])), out _)++;
            }
        }

        (int Earlier, int Later)? found = null;
        foreach (var (pair, count) in common)
        {
            var similar = count >= threshold * (sections[pair.Earlier].Length + sections[pair.Later].Length - count);
            if (similar && (found is not { } best || (pair.Later, pair.Earlier).CompareTo((best.Later, best.Earlier)) < 0))
                found = pair;
        }

        return found;
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
