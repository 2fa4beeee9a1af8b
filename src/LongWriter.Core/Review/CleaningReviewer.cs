namespace LongWriter;

/// <summary>
/// Takes out of a draft what is not part of the text, where the evidence is clear: reasoning blocks, a code fence around the
/// whole answer, section labels, echoes of the step and of the prompt, word counts, the assistant's remarks before and after the
/// text, a copy of the last sentences of the section before, invisible characters, stray white space. It never asks for another
/// draft. Stateless; linear in the draft's length.
/// </summary>
/// <remarks>
/// A draft that holds nothing else comes back as the empty text, so that an empty answer is seen as one. A draft that was cut off
/// keeps the white space at its end, which tells whether the cut went through a word. Indentation by ideographic spaces and
/// Markdown's two-space line breaks stay, and so does everything inside code blocks.
/// </remarks>
public sealed class CleaningReviewer : ISectionReviewer
{
    /// <inheritdoc />
    public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        var text = new DraftCleaning(state, context.Prompts, draft.IsCutOff).Clean(draft.Text);
        return new(text == draft.Text ? SectionVerdict.Accept : SectionVerdict.AcceptAs(text));
    }
}
