using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LongWriter;
using TinyModel.Corpus;

namespace TinyModel.Experiment;

/// <summary>How a long text stands in a training row.</summary>
internal enum TargetForm
{
    /// <summary>The text alone: the paper's form.</summary>
    Plain,

    /// <summary>A heading over each section that says its number and how many there are.</summary>
    Numbered,

    /// <summary>First an outline, a line a section with the words up to its end; then as <see cref="Numbered"/>.</summary>
    Outline,
}

/// <summary>Puts sections into a form, and takes outlines and headings out again.</summary>
internal static partial class Forms
{
    /// <summary>What an outline begins with; behind it stands how many sections there are.</summary>
    public const string OutlineTitle = "Outline: ";

    /// <summary>The text of sections in a form.</summary>
    public static string Write(TargetForm form, IReadOnlyList<(string Point, string Text)> sections)
    {
        var text = new StringBuilder();
        if (form == TargetForm.Outline)
        {
            text.Append(CultureInfo.InvariantCulture, $"{OutlineTitle}{sections.Count}\n");
            var words = 0;
            for (var i = 0; i < sections.Count; i++)
            {
                words += WordCounters.LongWriter.Count(sections[i].Text);
                text.Append(CultureInfo.InvariantCulture, $"{i + 1}. {sections[i].Point} - {words:0000}\n");
            }

            text.Append('\n');
        }

        for (var i = 0; i < sections.Count; i++)
        {
            if (form != TargetForm.Plain)
                text.Append(CultureInfo.InvariantCulture, $"{i + 1} of {sections.Count}. {sections[i].Point}\n\n");
            text.Append(sections[i].Text);
            if (i + 1 < sections.Count)
                text.Append(CorpusDocument.Break);
        }

        return text.ToString();
    }

    /// <summary>The text without outline and headings.</summary>
    public static string Body(string text) => Heading().Replace(WithoutOutline(text), "").Trim();

    /// <summary>The sections of a text with headings, without these; the whole of it where it has none.</summary>
    public static IReadOnlyList<string> Sections(string text) => [.. Heading().Split(WithoutOutline(text)).Select(static s => s.Trim()).Where(static s => s.Length > 0)];

    /// <summary>The words of the text without outline and headings.</summary>
    public static int BodyWords(string text) => WordCounters.LongWriter.Count(Body(text));

    private static string WithoutOutline(string text)
    {
        if (!text.StartsWith(OutlineTitle, StringComparison.Ordinal))
            return text;

        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? "" : text[(end + 2)..];
    }

    [GeneratedRegex(@"^\d+ of \d+\. .*\n?\n?", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
