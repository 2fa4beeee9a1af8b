using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>The noun that a document is about, as its instruction says it.</summary>
internal static partial class Topic
{
    /// <summary>The noun at the end of what stands behind "about"; null where nothing does.</summary>
    public static string? Of(string instruction)
    {
        var about = About().Match(instruction);
        return about.Success ? about.Groups["noun"].Value : null;
    }

    /// <summary>Whether a text names it, as a word.</summary>
    public static bool IsNamed(string topic, string text) => Regex.IsMatch(text, $@"\b{Regex.Escape(topic)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // Behind the noun stands what ends the phrase, or a word that begins another one. "About Anna Hill and the lantern" is about the lantern.
    [GeneratedRegex(@"\babout\s+(?:[\w'-]+\s+)*?(?<noun>[\w'-]+)(?=\s*(?:$|[.,;:!?\n])|\s+(?:in|of|with|for|that|which|who|on|at|from|by|to)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex About();
}
