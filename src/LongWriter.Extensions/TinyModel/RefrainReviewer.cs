namespace LongWriter;

/// <summary>
/// Drops sentences that the document has twice already. A model of a few million parameters knows few short ones and sees no more than the end of
/// what it has written; <see cref="RedundancyReviewer"/> takes longer ones, and leaves refrains. What would take half of a section or more takes nothing.
/// </summary>
internal sealed class RefrainReviewer : ISectionReviewer
{
    private const int Most = 2;

    public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        var times = new Dictionary<ulong, int>();
        foreach (var section in state.Sections)
        {
            var read = new ReviewedText(section.Text);
            foreach (var sentence in read.Sentences)
                Count(read.HashOf(sentence));
        }

        var text = new ReviewedText(draft.Text);
        foreach (var sentence in text.Sentences)
            sentence.IsDropped = Count(text.HashOf(sentence)) > Most;

        var dropped = text.Sentences.Where(static s => s.IsDropped).Sum(static s => s.Units);
        return new(dropped == 0 || dropped * 2 >= text.Units ? SectionVerdict.Accept : SectionVerdict.AcceptAs(RepeatRemoval.Strip(text)));

        int Count(ulong hash) => times[hash] = times.GetValueOrDefault(hash) + 1;
    }
}
