namespace LongWriter;

/// <summary>Runs reviewers over a draft and combines their verdicts into one.</summary>
internal sealed class ReviewChain(IReadOnlyList<ISectionReviewer> reviewers)
{
    /// <summary>The draft as edited, with the joint verdict.</summary>
    public async ValueTask<SectionDraft> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        SectionAction? next = null;
        List<string>? feedback = null;
        double cost = 0;
        var current = draft;
        foreach (var reviewer in reviewers)
        {
            var verdict = await reviewer.ReviewAsync(current, state, context, cancellationToken).ConfigureAwait(false);
            next ??= verdict.Next;
            cost += verdict.Cost;
            if (verdict is { Next: not null, Feedback: { Length: > 0 } complaint })
                (feedback ??= []).Add(complaint);
            if (verdict.Text is { } text && text != current.Text)
                current = current with { Text = text, Words = context.Counter.Count(text) };
        }

        // An empty text is nobody's draft; the caller says so.
        return current with
        {
            Original = current.Text == draft.Text ? null : draft.Text,
            Verdict = new SectionVerdict { Next = next, Cost = cost, Feedback = feedback is null ? null : string.Join(' ', feedback) },
        };
    }
}
