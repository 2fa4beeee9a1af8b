using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LongWriter;
using TinyModel.Corpus;
using TinyModel.Rows;

namespace TinyModel.Experiment;

/// <summary>How a long text stands in a training row.</summary>
internal enum TargetForm
{
    /// <summary>The text alone: the paper's form.</summary>
    Plain,

    /// <summary>A heading over each section. Its number counts down: the first says how many there are, and after the section with number 1 comes no other.</summary>
    Numbered,

    /// <summary>First an outline: a plan as the pipeline asks for it, with numbers that count down; then each of its lines again, and its section.</summary>
    Outline,
}

/// <summary>Puts sections into a form, and takes outlines and headings out again.</summary>
internal static partial class Forms
{
    /// <summary>What an outline begins with.</summary>
    public const string OutlineTitle = "Outline:\n";

    /// <summary>The text of sections in a form.</summary>
    public static string Write(TargetForm form, IReadOnlyList<(string Point, string Text)> sections)
    {
        var text = new StringBuilder();
        if (form == TargetForm.Outline)
        {
            text.Append(OutlineTitle);
            for (var i = 0; i < sections.Count; i++)
                text.Append(Heading(form, sections, i)).Append('\n');
            text.Append('\n');
        }

        for (var i = 0; i < sections.Count; i++)
        {
            if (form != TargetForm.Plain)
                text.Append(Heading(form, sections, i)).Append("\n\n");
            text.Append(sections[i].Text);
            if (i + 1 < sections.Count)
                text.Append(CorpusDocument.Break);
        }

        return text.ToString();
    }

    /// <summary>The text without outline and headings.</summary>
    public static string Body(string text) => HeadingLine().Replace(WithoutOutline(text), "").Trim();

    /// <summary>The sections of a text with headings, without these; the whole of it where it has none.</summary>
    public static IReadOnlyList<string> Sections(string text) => [.. HeadingLine().Split(WithoutOutline(text)).Select(static s => s.Trim()).Where(static s => s.Length > 0)];

    /// <summary>The words of the text without outline and headings.</summary>
    public static int BodyWords(string text) => WordCounters.LongWriter.Count(Body(text));

    private static string Heading(TargetForm form, IReadOnlyList<(string Point, string Text)> sections, int index)
    {
        var (left, (point, text)) = (sections.Count - index, sections[index]);
        return form == TargetForm.Outline
            ? PipelinePrompts.PlanLine(left, point, WordCounters.LongWriter.Count(text))
            : string.Create(CultureInfo.InvariantCulture, $"{left}. {point}");
    }

    private static string WithoutOutline(string text)
    {
        if (!text.StartsWith(OutlineTitle, StringComparison.Ordinal))
            return text;

        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? "" : text[(end + 2)..];
    }

    [GeneratedRegex(@"^\d+\. .*\n?\n?", RegexOptions.Multiline)]
    private static partial Regex HeadingLine();
}
