using System.Text.RegularExpressions;

namespace TinyModel.Measurement;

/// <summary>What can be said of a text without a judge.</summary>
internal static partial class TextChecks
{
    /// <summary>Distinct three-word sequences among all (Li et al. 2016, distinct-n).</summary>
    public static double Distinct3(string text)
    {
        var words = Words(text);
        if (words.Count < 3)
            return 1;

        var seen = new HashSet<(string, string, string)>();
        for (var i = 2; i < words.Count; i++)
            seen.Add((words[i - 2], words[i - 1], words[i]));
        return (double)seen.Count / (words.Count - 2);
    }

    /// <summary>How often the sentence that stands most often stands there.</summary>
    public static int MostRepeated(string text) => Sentences(text).GroupBy(static s => s, StringComparer.OrdinalIgnoreCase).Select(static g => g.Count()).DefaultIfEmpty(0).Max();

    /// <summary>The sentences of a text.</summary>
    public static IEnumerable<string> Sentences(string text) =>
        SentenceEnd().Split(text.Replace("\n", " ", StringComparison.Ordinal)).Select(static s => s.Trim()).Where(static s => s.Length > 0);

    /// <summary>The words of a text in small letters.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. Word().Matches(text).Select(static m => m.Value.ToLowerInvariant())];

    /// <summary>Whether a word stands in a text, as a word.</summary>
    public static bool Mentions(string text, string word) => Regex.IsMatch(text, $@"\b{Regex.Escape(word)}\b", RegexOptions.IgnoreCase);

    [GeneratedRegex(@"(?<=[.!?]""?)\s+(?=[""A-Z])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[A-Za-z'-]+")]
    private static partial Regex Word();
}
