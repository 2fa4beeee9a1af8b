namespace LongWriter;

/// <summary>Looks at a draft: edits it, accepts it, or asks for another. Reviewers run as one chain with one bound on drafts.</summary>
public interface ISectionReviewer
{
    /// <summary>Reviews a draft.</summary>
    /// <param name="draft">The draft, as edited by the reviewers before this one in the chain.</param>
    /// <param name="state">The document so far, with the earlier drafts of this section.</param>
    /// <param name="context">The run's services.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The verdict.</returns>
    ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken);
}

/// <summary>
/// A reviewer's opinion of a draft. Verdicts of a chain are combined: the first action asked for wins, feedback is joined,
/// costs are added, text edits apply in turn. When no drafts are left the draft of least cost is kept.
/// </summary>
public sealed record SectionVerdict
{
    /// <summary>The draft will do as it is.</summary>
    public static SectionVerdict Accept { get; } = new();

    /// <summary>What to do next; <see langword="null"/> accepts the draft.</summary>
    public SectionAction? Next { get; init; }

    /// <summary>The draft's text as this reviewer would keep it; <see langword="null"/> leaves it unchanged.</summary>
    public string? Text { get; init; }

    /// <summary>The complaint, in words for the writer, in the run's language.</summary>
    public string? Feedback { get; init; }

    /// <summary>How bad the draft is if it is kept nevertheless: 0 is flawless, 1 means that a share of 100 % of its words is wrong, missing or too many.</summary>
    public double Cost { get; init; }

    /// <summary>Accepts the draft with an edited text.</summary>
    /// <param name="text">The text to keep.</param>
    public static SectionVerdict AcceptAs(string text) => new() { Text = text };

    /// <summary>Asks for the section to be written anew.</summary>
    /// <param name="feedback">The complaint, in words for the writer.</param>
    /// <param name="cost">How bad the draft is if it is kept nevertheless.</param>
    /// <param name="text">The text to keep in that case.</param>
    public static SectionVerdict Rewrite(string feedback, double cost, string? text = null) =>
        new() { Next = SectionAction.Rewrite, Feedback = feedback, Cost = cost, Text = text };
}
