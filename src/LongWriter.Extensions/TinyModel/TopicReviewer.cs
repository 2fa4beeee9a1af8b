using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>
/// Asks for a section once more that does not name what the document is about. A model of a few million parameters now and then takes another
/// noun for one that it has not met; drawn again, it mostly does not. Instructions that do not say "about …" are left alone.
/// </summary>
internal sealed partial class TopicReviewer : ISectionReviewer
{
    // A missing noun is worse than a section that is a fifth too long or too short, and better than one that is twice as long.
    private const double Missing = 0.3;

    public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        var topic = TopicOf(state.Request.Instruction);
        return new(topic is null || Regex.IsMatch(draft.Text, $@"\b{Regex.Escape(topic)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)
            ? SectionVerdict.Accept
            : SectionVerdict.Rewrite($"It does not say '{topic}'.", Missing));
    }

    /// <summary>The noun at the end of what stands behind "about"; null where nothing does.</summary>
    internal static string? TopicOf(string instruction)
    {
        var about = About().Match(instruction);
        return about.Success ? about.Groups["noun"].Value : null;
    }

    // Behind the noun stands what ends the phrase, or a word that begins another one. "About Anna Hill and the lantern" is about the lantern.
    [GeneratedRegex(@"\babout\s+(?:[\w'-]+\s+)*?(?<noun>[\w'-]+)(?=\s*(?:$|[.,;:!?\n])|\s+(?:in|of|with|for|that|which|who|on|at|from|by|to)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex About();
}
