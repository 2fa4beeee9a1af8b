using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>
/// Asks for a section once more that has a line of an outline in it ("9. How to mend a stand - 0127 words"), or the end of one. The model also learned to answer in one
/// call, where such lines stand between sections, and now and then it goes on with the next section.
/// </summary>
internal sealed partial class OutlineReviewer : ISectionReviewer
{
    // As bad as a section that is a fifth too long or too short.
    private const double Cost = 0.2;

    public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken) =>
        new(Line().IsMatch(draft.Text) ? SectionVerdict.Rewrite("It has a line of the outline.", Cost) : SectionVerdict.Accept);

    [GeneratedRegex(@"^\s*\d+\. .+ - \d+ words\s*$|\b\d{4} words\s*$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
