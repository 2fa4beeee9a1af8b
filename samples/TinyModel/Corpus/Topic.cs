using System.Text;

namespace TinyModel.Corpus;

/// <summary>What a document is about: a noun phrase without article.</summary>
/// <param name="Phrase">For example "copper lantern".</param>
/// <param name="IsPlural">Whether "are" goes with it.</param>
internal sealed record Topic(string Phrase, bool IsPlural)
{
    /// <summary>Its last word, which texts about it have to say.</summary>
    public string Head => Phrase[(Phrase.LastIndexOf(' ') + 1)..];

    /// <summary>As an instruction names it: "a copper lantern", "bees".</summary>
    public string WithArticle => IsPlural ? Phrase : Articles.Before(Phrase) + " " + Phrase;
}

/// <summary>Makes topics: ordinary ones from the lexicon, and nouns that nobody has used before.</summary>
internal static class Topics
{
    /// <summary>The rule of ordinary topics. All of it is used at every scale: where topics are few, a model knows them by heart and never learns to take over one that it has not met.</summary>
    public const string Rule = "ask.topic";

    /// <summary>The share of invented nouns where nothing else is said: of an ordinary one there is nothing to take over that is not known by heart.</summary>
    public const double Inventions = 0.75;

    private static readonly string[] Onsets = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u"];
    private static readonly string[] Codas = ["", "", "l", "n", "r", "m", "t", "x", "k", "b"];

    /// <summary>Draws a topic on one side of the split.</summary>
    /// <param name="choices">Where from.</param>
    /// <param name="grammar">The lexicon.</param>
    /// <param name="split">Training or held-out topics.</param>
    /// <param name="invented">The share of invented nouns.</param>
    public static Topic Draw(Choices choices, Grammar grammar, Split split, double invented = Inventions)
    {
        var fresh = choices.Chance(invented);
        while (true)
        {
            var topic = fresh ? Invented(choices, grammar) : Ordinary(choices, grammar);
            if (HeldOut.Covers(topic.Head) == (split == Split.HeldOut))
                return topic;
        }
    }

    /// <summary>The nouns of all ordinary topics.</summary>
    public static IReadOnlySet<string> Nouns(Grammar grammar) => grammar[Rule].Alternatives.Select(static a => Read(a.Pieces[0].Text).Head).ToHashSet(StringComparer.Ordinal);

    private static Topic Ordinary(Choices choices, Grammar grammar)
    {
        var topic = Read(choices.Of(grammar[Rule].Alternatives).Pieces[0].Text);
        return !topic.Phrase.Contains(' ', StringComparison.Ordinal) && choices.Chance(0.4) ? topic with { Phrase = Adjective(choices, grammar) + " " + topic.Phrase } : topic;
    }

    private static Topic Read(string line)
    {
        var plural = line.EndsWith("|p", StringComparison.Ordinal);
        return new(plural ? line[..^2] : line, plural);
    }

    private static Topic Invented(Choices choices, Grammar grammar)
    {
        var noun = Noun(choices);
        var plural = choices.Chance(0.2);
        if (plural)
            noun += "s";
        return new(choices.Chance(0.5) ? Adjective(choices, grammar) + " " + noun : noun, plural);
    }

    private static string Adjective(Choices choices, Grammar grammar) =>
        choices.Of(grammar[choices.Of<string>(["color", "size", "old.new"])].Alternatives).Pieces[0].Text;

    private static string Noun(Choices choices)
    {
        // Two plain syllables, two or three tokens: of a longer noun a model of this size takes over the first token and goes on with another word's.
        var noun = new StringBuilder();
        for (var i = 0; i < 2; i++)
            noun.Append(choices.Of(Onsets)).Append(choices.Of(Vowels));
        return noun.Append(choices.Of(Codas)).ToString();
    }
}

/// <summary>Which documents a model may learn from.</summary>
internal enum Split
{
    Training,
    HeldOut,
}

/// <summary>What no training text may hold: an eighth of all topics and names, and lengths around five figures.</summary>
internal static class HeldOut
{
    /// <summary>Lengths in words that, with 5 % to each side, are never trained on.</summary>
    public static IReadOnlyList<int> Bands { get; } = [300, 700, 1300, 2500, 4500];

    /// <summary>Whether a noun or a name is held out; by its letters, so that nothing has to be remembered.</summary>
    public static bool Covers(string word)
    {
        var hash = 2166136261u;
        foreach (var c in word)
            hash = (hash ^ c) * 16777619u;
        return (hash >> 7) % 8 == 0;
    }

    /// <summary>Whether a length lies in a band.</summary>
    public static bool Covers(int words) => Bands.Any(band => Math.Abs(words - band) <= band / 20);
}
