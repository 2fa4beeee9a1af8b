using System.Text;

namespace LongWriter;

/// <summary>Takes sentences out of a text and tidies up behind them.</summary>
internal static class RepeatRemoval
{
    /// <summary>The text without the sentences to be dropped: an emptied paragraph goes with its blank line, an emptied list item with its marker.</summary>
    /// <param name="draft">The text.</param>
    public static string Strip(ReviewedText draft)
    {
        var text = draft.Text;
        var kept = new StringBuilder(text.Length);
        var copied = 0;
        for (var i = 0; i < draft.Sentences.Count;)
        {
            if (!draft.Sentences[i].IsDropped)
            {
                i++;
                continue;
            }

            var first = i;
            while (i < draft.Sentences.Count && draft.Sentences[i].IsDropped && draft.Sentences[i].Block == draft.Sentences[first].Block)
                i++;

            var (start, end) = Cut(draft, first, i);
            kept.Append(text, copied, Math.Max(copied, start) - copied);
            copied = Math.Max(copied, end);
        }

        kept.Append(text, copied, text.Length - copied);
        return copied == text.Length ? kept.ToString().TrimEnd() : kept.ToString();
    }

    /// <summary>The characters to cut for a run of dropped sentences of one block.</summary>
    private static (int Start, int End) Cut(ReviewedText draft, int first, int after)
    {
        var (text, block) = (draft.Text, draft.Sentences[first].Block);
        var (start, end) = (draft.Sentences[first].Start, draft.Sentences[after - 1].End);
        var startsBlock = first == 0 || draft.Sentences[first - 1].Block != block;
        var endsBlock = after == draft.Sentences.Count || draft.Sentences[after].Block != block;
        if (startsBlock && endsBlock)
        {
            start = LineStart(text, start);
            while (end < text.Length && text[end] != '\n')
                end++;
            while (end < text.Length && text[end] == '\n')
                end++;
            return (start, end);
        }

        if (!endsBlock)
            return (start, draft.Sentences[after].Start);

        // the last of a paragraph: the space before it goes too
        while (start > 0 && char.IsWhiteSpace(text[start - 1]))
            start--;
        return (start, end);
    }

    /// <summary>Drops the headings below which every sentence is dropped.</summary>
    /// <param name="draft">The text.</param>
    public static void DropEmptiedHeadings(ReviewedText draft)
    {
        bool any = false, kept = false;
        var below = 0;
        for (var i = draft.Sentences.Count - 1; i >= 0; i--)
        {
            var sentence = draft.Sentences[i];
            if (sentence.Kind != TextLineKind.Heading)
            {
                any = true;
                kept |= !sentence.IsDropped;
                continue;
            }

            var line = LineStart(draft.Text, sentence.Start);
            var level = draft.Text.AsSpan(line, sentence.Start - line).Count('#');
            sentence.IsDropped = any && !kept && below <= level;
            below = sentence.IsDropped ? below : level;
            (any, kept) = (false, false);
        }
    }

    private static int LineStart(string text, int index) => index == 0 ? 0 : text.LastIndexOf('\n', index - 1) + 1;
}
