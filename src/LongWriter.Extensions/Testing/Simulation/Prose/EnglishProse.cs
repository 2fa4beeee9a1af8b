using System.Collections.Frozen;
using System.Text;

namespace LongWriter;

/// <summary>English sentences: letters only, plural subjects, so that any part agrees with any other.</summary>
internal sealed class EnglishProse : ProseLanguage
{
    private static readonly FrozenSet<string> Nouns = EnglishWords.People.Concat(EnglishWords.Things).Concat(EnglishWords.Places)
        .Concat(EnglishWords.Times).Concat(EnglishWords.Mass).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Verbs = EnglishWords.Verbs.SelectMany(v => new[] { v, v + "ed", v + "ing" }).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> BeforeVerb = EnglishWords.Modals.Concat(EnglishWords.Adverbs)
        .Concat(["to", "who", "they", "nobody", "and"]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> BeforeNoun = EnglishWords.Adjectives.Concat(EnglishWords.Numbers)
        .Concat("the of in with near during without between from for by about on few all most some many were".Split(' '))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> BeforeClause =
        "because while although when so that what once where but if since before unless whenever".Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> NoTopic = EnglishWords.Plain.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static EnglishProse Instance { get; } = new();

    private protected override PhraseGrammar Grammar { get; } = new(EnglishRules.All);

    public override string SentenceGap => " ";

    protected override int UsualSentence => 16;

    protected override int ShortestSentence => 6;

    public override int Count(ReadOnlySpan<char> text)
    {
        var words = 0;
        var inside = false;
        foreach (var c in text)
        {
            var letter = char.IsAsciiLetter(c);
            if (letter && !inside)
                words++;

            inside = letter;
        }

        return words;
    }

    public override IReadOnlyList<string> Topics(string subject)
    {
        var topics = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < subject.Length && topics.Count < 24;)
        {
            var start = at;
            while (at < subject.Length && (char.IsLetterOrDigit(subject[at]) || subject[at] is '_' or '\''))
                at++;

            var word = subject[start..at++];
            if (word.Length is >= 4 and <= 18 && word.All(char.IsAsciiLetter) && !NoTopic.Contains(word)
                && !Verbs.Contains(word) && !BeforeNoun.Contains(word) && !BeforeVerb.Contains(word) && !BeforeClause.Contains(word) && seen.Add(word))
            {
                topics.Add(start == 0 ? word.ToLowerInvariant() : word);
            }
        }

        return topics;
    }

    public override int SentenceEnd(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] is '.' or '!' or '?' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]))))
                return i + 1;
        }

        return text.Length;
    }

    protected override (string Prefix, string Rule) GoOn(string text)
    {
        var end = text.Length;
        while (end > 0 && !char.IsAsciiLetter(text[end - 1]))
            end--;
        var start = end;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]))
            start--;

        var gap = text.Length > 0 && !char.IsWhiteSpace(text[^1]) ? " " : "";
        var word = text[start..end];
        var rule = text.AsSpan(end).TrimEnd() is not "" || BeforeClause.Contains(word) ? "clause"
            : BeforeNoun.Contains(word) ? "restAfterAdjective"
            : BeforeVerb.Contains(word) ? "restAfterModal"
            : Verbs.Contains(word) && !Nouns.Contains(word) ? "restAfterVerb"
            : "restAfterNoun";
        return (gap, rule);
    }

    protected override string Exactly(int words, StableRandom random)
    {
        var text = new StringBuilder();
        switch (words)
        {
            case 1:
                text.Append(Pick(EnglishWords.Places, random));
                break;
            case 2:
                text.Append(Pick(EnglishWords.People, random)).Append(' ').Append(Pick(EnglishWords.Intransitive, random));
                break;
            case 3:
                text.Append(Pick(EnglishWords.Adjectives, random)).Append(' ');
                goto case 2;
            default:
                var first = random.Next(EnglishWords.People.Length);
                for (var i = 0; i < words - 2; i++)
                {
                    text.Append(i == 0 ? "" : i == words - 3 ? " and " : ", ");
                    text.Append(EnglishWords.People[(first + i) % EnglishWords.People.Length]);
                }

                text.Append(' ').Append(Pick(EnglishWords.Intransitive, random));
                break;
        }

        Finish(text, true);
        return text.ToString();
    }

    protected override string ExactRest(int words, StableRandom random)
    {
        if (words <= 2)
            return words == 1 ? "again." : "as well.";

        var sentence = Exactly(words - 1, random);
        return "and " + char.ToLowerInvariant(sentence[0]) + sentence[1..];
    }

    protected override void Finish(StringBuilder sentence, bool capital)
    {
        if (capital)
            sentence[0] = char.ToUpperInvariant(sentence[0]);

        sentence.Append('.');
    }

    private static string Pick(string[] words, StableRandom random) => words[random.Next(words.Length)];
}
