using System.Text;

namespace LongWriter;

/// <summary>
/// Finds verbatim repeats without a model call. A sentence of 8 words or more (16 Chinese characters) that stands in an earlier
/// section, and a run of 20 words (40 characters) that does, is dropped from the draft, and the section is asked for again with the
/// repeats shown. Case, punctuation, quotes and white space do not matter. Stateless.
/// </summary>
/// <remarks>
/// Left alone: headings, tables, code, block quotes, quotations of 8 words or more, verse, lines of fewer than 8 words, whatever stands in the
/// instruction or the source material, and refrains (a sentence that earlier sections have more than once, between sentences that
/// are new). Copies inside the draft itself are dropped as well, and complained of when they make up more than a fifth of it. Nothing is
/// dropped where less than half of the draft would be left. Hashes of 61 bits stand for the words: the chance of a single false match in
/// a whole document of 100,000 words is about one in ten million. The index of earlier sections is a run cache, so a review costs the length
/// of the draft and of the sections accepted since the last one.
/// </remarks>
public sealed class RedundancyReviewer : ISectionReviewer
{
    private const int MaxSpans = 5;
    private const int MaxSpanLength = 200;
    private const double ComplainFrom = 0.2;

    /// <inheritdoc />
    public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        return new(Review(draft.Text, state, context));
    }

    private static SectionVerdict Review(string draft, WritingState state, WritingContext context)
    {
        var text = new ReviewedText(draft);
        text.MarkExempt();
        context.GetRunCache(static () => new RedundancyIndex()).Find(text, state);
        var earlier = DropRepeats(text);
        var own = DropCopies(text);
        if (!earlier && !own)
            return SectionVerdict.Accept;

        RepeatRemoval.DropEmptiedHeadings(text);
        var (repeated, dropped, units) = Measure(text);
        var cost = (double)repeated / units;
        var stripped = (units - dropped) * 2 >= units ? RepeatRemoval.Strip(text) : null;
        if (string.IsNullOrWhiteSpace(stripped))
            stripped = null;

        if (!earlier && cost <= ComplainFrom)
            return new() { Text = stripped };

        return SectionVerdict.Rewrite(PromptTemplate.Fill(context.Prompts.Repeats, ("spans", List(text))), cost, stripped);
    }

    /// <summary>Drops what stands in earlier sections.</summary>
    private static bool DropRepeats(ReviewedText text)
    {
        var found = false;
        foreach (var sentence in text.Sentences)
        {
            if (sentence.IsRepeated && !text.IsExempt(sentence))
                text.MarkRepeated(sentence);

            var units = 0;
            for (var i = sentence.First; i < sentence.EndToken; i++)
                units += text.IsRepeated(i) ? text.Tokens[i].Units : 0;

            // half a span in one sentence drops it: a span of two sentences always has that much in one of them
            sentence.IsDropped = units > 0 && (units * 2 >= sentence.Units || units * 2 >= ReviewedText.SpanUnits);
            found |= sentence.IsDropped;
        }

        return found;
    }

    /// <summary>Drops the second and later copies of a sentence or paragraph inside the draft.</summary>
    private static bool DropCopies(ReviewedText text)
    {
        var found = false;
        var sentences = new HashSet<ulong>();
        var paragraphs = new HashSet<ulong>();
        ReviewedSentence? previous = null;
        for (var i = 0; i < text.Sentences.Count;)
        {
            var after = i + 1;
            while (after < text.Sentences.Count && text.Sentences[after].Block == text.Sentences[i].Block)
                after++;

            var (first, end) = (text.Sentences[i].First, text.Sentences[after - 1].EndToken);
            var copied = after - i > 1 && text.UnitsOf(first, end) >= ReviewedText.SentenceUnits && !paragraphs.Add(text.HashOf(first, end));
            for (; i < after; i++)
            {
                var sentence = text.Sentences[i];
                var again = sentence.Units >= ReviewedText.SentenceUnits && !sentences.Add(text.HashOf(sentence)) && !text.IsRefrainLine(i, previous);
                if ((copied || again) && !sentence.IsDropped && !text.IsExempt(sentence))
                {
                    text.MarkRepeated(sentence);
                    sentence.IsDropped = found = true;
                }

                previous = sentence.IsDropped ? previous : sentence;
            }
        }

        return found;
    }

    private static (int Repeated, int Dropped, int Units) Measure(ReviewedText text)
    {
        int repeated = 0, dropped = 0, units = 0;
        for (var i = 0; i < text.Tokens.Count; i++)
        {
            units += text.Tokens[i].Units;
            repeated += text.IsRepeated(i) ? text.Tokens[i].Units : 0;
        }

        foreach (var sentence in text.Sentences)
            dropped += sentence.IsDropped ? sentence.Units : 0;
        return (repeated, dropped, units);
    }

    /// <summary>The longest repeats as a bullet list, in the order of the text.</summary>
    private static string List(ReviewedText text)
    {
        var spans = new List<(int Start, int End)>();
        for (var i = 0; i < text.Tokens.Count; i++)
        {
            if (!text.IsRepeated(i))
                continue;

            var first = i;
            while (i + 1 < text.Tokens.Count && text.IsRepeated(i + 1))
                i++;
            spans.Add((text.Tokens[first].Start, text.Tokens[i].End));
        }

        var list = new StringBuilder();
        foreach (var (start, end) in spans.OrderByDescending(static s => s.End - s.Start).Take(MaxSpans).Order())
        {
            if (list.Length > 0)
                list.Append('\n');
            list.Append("- ").Append(Shorten(text.Text.AsSpan(start, end - start)));
        }

        return list.ToString();
    }

    private static string Shorten(ReadOnlySpan<char> span)
    {
        var cut = span.Length <= MaxSpanLength ? span : span[..MaxSpanLength];
        if (cut.Length < span.Length)
        {
            var space = cut.LastIndexOf(' ');
            if (space > MaxSpanLength / 2)
                cut = cut[..space];
            else if (char.IsHighSurrogate(cut[^1]))
                cut = cut[..^1];
        }

        var line = string.Join(' ', cut.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return cut.Length < span.Length ? line + "…" : line;
    }
}
