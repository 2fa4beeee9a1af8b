namespace LongWriter.AotApp;

/// <summary>A reviewer of the app's own: the container makes it, so its constructor has to survive trimming.</summary>
internal sealed class NoShouting : ISectionReviewer
{
    public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken) =>
        new(draft.Text.Contains('!') ? SectionVerdict.Rewrite(PatientChatClient.Complaint, cost: 1) : SectionVerdict.Accept);
}
