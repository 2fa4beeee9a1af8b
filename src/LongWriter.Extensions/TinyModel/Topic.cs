using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>The noun that a document is about, as its instruction says it.</summary>
internal static partial class Topic
{
    // In the place of a stated length, with the words that belong to it: "of about 2,000 words".
    private const char Length = '\u001F';

    private const string Word = @"\w(?:[\w'’-]*\w)?";
    private const string Quote = @"[""'“”‘’«»]?";

    // Behind the noun stands what ends the phrase, or a word that begins another one. "About Anna Hill and the lantern" is about the lantern.
    private const string Phrase =
        @"\s+(?<phrase>(?:" + Quote + Word + Quote + @"\s+){0,11}?" + Quote + "(?<noun>" + Word + ")" + Quote + ")"
        + @"(?=\s*(?:$|[.,;:!?()\[\]\n–—\u001F])|\s*-(?!\w)|\s+(?:in|into|of|with|without|for|that|which|who|on|at|from|by|to|as|about|before|after|while|when|because|called|named)\b)";

    // "How to mend a stand" names no thing that a text could say, and "it" and "words" none that it is about.
    private static readonly FrozenSet<string> NoThings = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "how", "what", "why", "when", "where", "who", "whom", "whose", "which", "whether", "if", "as", "that", "this", "these", "those", "it", "him", "her", "them", "me", "us",
        "you", "myself", "yourself", "themselves", "something", "anything", "everything", "nothing", "word", "words", "page", "pages",
        "topic", "topics", "theme", "subject", "following", "behalf");

    /// <summary>The noun at the end of what stands behind "about", or behind "on" right after the kind of text or its length; null where nothing does, and where it is no noun.</summary>
    public static string? Of(string instruction)
    {
        var text = WithoutLengths(instruction);
        var abouts = About().Matches(text);
        return abouts.Count > 0 ? abouts.Select(NounOf).FirstOrDefault(static noun => noun is not null) : NounOf(On().Match(text));
    }

    /// <summary>Whether a text names it, as a word.</summary>
    public static bool IsNamed(string topic, string text) => Regex.IsMatch(text, $@"\b{Regex.Escape(topic)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static string? NounOf(Match match)
    {
        var noun = match.Groups["noun"].Value;
        return match.Success && !noun.Any(char.IsDigit) && !Words().Matches(match.Groups["phrase"].Value).Any(static w => NoThings.Contains(w.Value)) ? noun : null;
    }

    private static string WithoutLengths(string instruction)
    {
        var folded = FoldedText.Fold(instruction);
        var text = new StringBuilder(instruction.Length);
        var at = 0;
        foreach (var stated in LengthScanner.Scan(instruction).Mentions.OrderBy(static m => m.Start))
        {
            var before = new LengthSurroundings(folded, stated.Start, stated.Start).ClauseBefore;
            LengthBounds.ReadBefore(before, out var rest);
            var from = Math.Max(at, stated.Start - before.Length + rest.Length);
            text.Append(instruction, at, from - at).Append(' ').Append(Length);
            at = Math.Max(from, stated.End);
        }

        return text.Append(instruction, at, instruction.Length - at).ToString();
    }

    [GeneratedRegex(Word)]
    private static partial Regex Words();

    [GeneratedRegex(@"\babout" + Phrase, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex About();

    [GeneratedRegex(@"(?:\u001F|\b(?:story|tale|guide|report|letter|description|essay|article|text))\s+on" + Phrase, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex On();
}
