namespace LongWriter;

/// <summary>
/// Decides how many words each section is asked for and whether a draft's length will do. Pure and stateless: both members
/// look at nothing but their arguments, so that a resumed run decides as an undisturbed one.
/// </summary>
public interface ILengthController : ISectionReviewer
{
    /// <summary>The length of the section at <see cref="WritingState.Index"/>.</summary>
    /// <param name="state">The document so far, with the earlier drafts of this section.</param>
    /// <returns>
    /// <see cref="LengthTarget.Words"/>: the number of words to ask the writer for, its known bias compensated.
    /// <see cref="LengthTarget.Minimum"/> and <see cref="LengthTarget.Maximum"/>: the range of written words that is
    /// acceptable; the output cap follows from the latter.
    /// </returns>
    LengthTarget Budget(WritingState state);
}
