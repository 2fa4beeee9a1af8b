using System.Text;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>
/// Takes out of a row's text what is not part of it: reasoning blocks, invisible characters, section labels ("Paragraph 1"), lines of the plan, the
/// instruction said back, word counts, the assistant's remarks before and after the text. What is clean comes back as it is.
/// </summary>
internal sealed partial class RowCleaner(MarkdownForm markdown)
{
    private const int MaxTakes = 64;

    public DatasetRow Clean(DatasetRow row)
    {
        if (row.Text is not { } text)
            return row;

        if (row.Sections is { Count: > 0 } sections && string.Join(WritingDocument.SectionSeparator, sections) == text)
        {
            var cleaned = sections.Select((section, i) => CleanPart(section, row.Prompt, i + 1)).Where(static s => s.Length > 0).ToList();
            var joined = string.Join(WritingDocument.SectionSeparator, cleaned);
            return joined == text ? row : row with { Text = joined, Sections = cleaned };
        }

        var whole = CleanPart(text, row.Prompt, 1);
        return whole == text ? row : row with { Text = whole, Sections = null };
    }

    private string CleanPart(string text, string prompt, int number)
    {
        text = ReasoningBlocks.Remove(CharacterCleaning.Apply(text));
        var window = new DraftWindow(text);
        for (var takes = 0; takes < MaxTakes && (TakeFirst(window, prompt, number) || TakeLast(window) || AnswerWrapping.Remove(window)); takes++)
        {
        }

        text = DropLabels(window.ToString());
        return MarkdownText.Apply(WhiteSpace.Fold(text, keepEnd: false), markdown);
    }

    private static bool TakeFirst(DraftWindow window, string prompt, int number)
    {
        var line = window.FirstLine;
        if (line.IsEmpty)
            return false;

        var label = SectionLabel.Read(line);
        if (label.IsLabel(number, line) && !PlanLine().IsMatch(line))
        {
            window.DropStart(label.IsBare(line) ? line.Length : label.Length);
            window.DropRuleAtStart();
            return true;
        }

        if (IsPrompt(line, prompt) || PlanLine().IsMatch(line) || WordCountRemark.IsLine(line) || (AssistantTalk.IsPreamble(line) && !window.SecondLineStartsWith('>')))
        {
            window.DropStart(line.Length);
            window.DropRuleAtStart();
            return true;
        }

        return false;
    }

    private static bool TakeLast(DraftWindow window)
    {
        var line = window.LastLine;
        if (line.IsEmpty)
            return false;

        var taken = WordCountRemark.IsLine(line) || AssistantTalk.IsEndMark(line) || (window.LastLineIsParagraph && AssistantTalk.IsCloser(line)) ? line.Length : WordCountRemark.TrailingLength(line);
        if (taken == 0)
            return false;

        window.DropEnd(taken);
        if (taken == line.Length)
            window.DropRuleAtEnd();
        return true;
    }

    /// <summary>The instruction itself at the head of the text; a short one may be a title.</summary>
    private static bool IsPrompt(ReadOnlySpan<char> line, string prompt)
    {
        var said = line.Trim().TrimStart('#').Trim().Trim("*_\"“”");
        return said.Length >= 40 && prompt.AsSpan().Trim().StartsWith(said, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Labels inside a text: lines that hold nothing but "Paragraph 3", lines of the plan, word counts alone on a line.</summary>
    private static string DropLabels(string text)
    {
        var lines = TextLine.Read(text);
        StringBuilder? kept = null;
        foreach (var line in lines)
        {
            var body = text.AsSpan(line.Start, line.End - line.Start);
            var drop = line.Kind is TextLineKind.Text or TextLineKind.Heading && (IsBareLabel(body) || PlanLine().IsMatch(body) || WordCountRemark.IsLine(body));
            if (drop)
                kept ??= new StringBuilder(text.Length).Append(text, 0, line.Start);
            else
                kept?.Append(text, line.Start, line.Next - line.Start);
        }

        return kept?.ToString() ?? text;
    }

    private static bool IsBareLabel(ReadOnlySpan<char> line)
    {
        var label = SectionLabel.Read(line);
        return label.Kind == SectionLabelKind.Paragraph && label.IsBare(line);
    }

    [GeneratedRegex(@"^[\s#*_>\[【(（-]*(?:paragraph|section|part|段落|第)?\s*[\d一二三四五六七八九十]{0,4}\s*段?[\s*_:：.\-–—\])】）]*(?:main points?|要点|主要内容)\s*[*_]*\s*[:：].{1,1500}(?:word count|字数)\s*[*_]*\s*[:：]?\s*(?:about |approximately |约)?[\d,，]+\s*(?:words?|字)?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex PlanLine();
}
