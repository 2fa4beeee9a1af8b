using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>
/// Drops short sentences that the document has twice already. A model of a few million parameters knows few of them and sees no more than the end
/// of what it has written; longer sentences that come again are <see cref="RedundancyReviewer"/>'s.
/// </summary>
internal sealed partial class RefrainReviewer : ISectionReviewer
{
    private const int Most = 2;

    public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var sentence in state.Sections.SelectMany(static s => s.Text.Split('\n')).SelectMany(static line => End().Split(line)))
            known[sentence] = known.GetValueOrDefault(sentence) + 1;

        var text = string.Join('\n', draft.Text.Split('\n').Select(line => string.Join(' ', End().Split(line).Where(IsNew))));
        return new(text == draft.Text ? SectionVerdict.Accept : SectionVerdict.AcceptAs(BlankLines().Replace(text, "\n\n").Trim()));

        bool IsNew(string sentence)
        {
            var count = known[sentence] = known.GetValueOrDefault(sentence) + 1;
            return count <= Most || sentence.Length == 0;
        }
    }

    [GeneratedRegex(@"(?<=[.!?][""”’]?) +(?=[""“‘]?\p{Lu})")]
    private static partial Regex End();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex BlankLines();
}
