namespace LongWriter;

/// <summary>
/// Asks for a section once more that does not name what the document is about. A model of a few million parameters now and then takes another
/// noun for one that it has not met; drawn again, it mostly does not. Instructions that name no thing are left alone.
/// </summary>
internal sealed class TopicReviewer : ISectionReviewer
{
    // A missing noun is worse than a section that is a fifth too long or too short, and better than one that is twice as long.
    private const double Missing = 0.3;

    public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken) =>
        new(Topic.Of(state.Request.Instruction) is not { } topic || Topic.IsNamed(topic, draft.Text) ? SectionVerdict.Accept : SectionVerdict.Rewrite($"It does not say '{topic}'.", Missing));
}
