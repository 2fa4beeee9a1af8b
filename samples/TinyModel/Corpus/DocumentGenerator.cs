using LongWriter;

namespace TinyModel.Corpus;

/// <summary>Writes documents of a length from the grammar. The same choices give the same document.</summary>
/// <param name="grammar">The language.</param>
/// <param name="paragraphSentences">Sentences of a paragraph.</param>
internal sealed class DocumentGenerator(Grammar grammar, int paragraphSentences = 3)
{
    /// <summary>A section's words where nothing else is said.</summary>
    public const int TypicalSection = 200;

    /// <summary>The kinds of documents.</summary>
    public static IReadOnlyList<string> Genres { get; } = ["story", "guide", "report", "letter", "description"];

    /// <summary>Writes a document.</summary>
    /// <param name="choices">Where every choice comes from.</param>
    /// <param name="genre">One of <see cref="Genres"/>.</param>
    /// <param name="topic">What it is about.</param>
    /// <param name="hero">The person in it.</param>
    /// <param name="lengths">The words of its sections; see <see cref="Divide"/>.</param>
    /// <param name="split">Which names others have.</param>
    /// <param name="resolved">Whether the last section is one that resolves what the text is about, as plans have it. Otherwise nothing but the ending paragraph tells that the text ends.</param>
    public CorpusDocument Write(Choices choices, string genre, Topic topic, Person hero, IReadOnlyList<int> lengths, Split split, bool resolved = false)
    {
        var before = choices.Bits;
        var scope = new Scope(grammar, choices, topic, hero);
        scope.Set("place", scope.Expand("place.name"));
        scope.Set("season", scope.Expand("season"));
        scope.Set("home", scope.Expand("home"));
        var clock = choices.Below(grammar[genre + ".clock"].Alternatives.Count);
        var cast = new List<Person> { hero };
        var points = new HashSet<string>(StringComparer.Ordinal);
        var sections = new List<CorpusSection>();
        string beat = "", after = "", spot = "";
        var middle = new List<string>();
        for (var i = 0; i < lengths.Count; i++)
        {
            var place = i == 0 ? "start" : resolved && i == lengths.Count - 1 ? "end" : "middle";
            beat = place == "middle" ? NextMiddle(choices, genre, middle, beat) : choices.Of(grammar.Beats($"{genre}.{place}."));
            spot = OtherSpot(scope, spot);
            var point = Begin(choices, scope, genre, beat, i, clock, cast, points, after, spot, split);
            sections.Add(new(point, Body(choices, scope, genre, beat, lengths[i], ends: i == lengths.Count - 1, whole: lengths.Count == 1)));
            after = scope.Expand(beat + ".after");
        }

        return new(genre, topic, hero, sections, choices.Bits - before);
    }

    /// <summary>Divides a length into sections near <see cref="TypicalSection"/> words.</summary>
    public static IReadOnlyList<int> Divide(Choices choices, int words, int typical = TypicalSection)
    {
        var count = Math.Max(1, (int)Math.Round((double)words / typical));
        var shares = Enumerable.Range(0, count).Select(_ => 0.92 + 0.16 * choices.Uniform()).ToArray();
        var sum = shares.Sum();
        var lengths = shares.Select(s => (int)Math.Round(words * s / sum)).ToArray();
        lengths[^1] += words - lengths.Sum();
        return lengths;
    }

    // Every beat once before any comes again.
    private string NextMiddle(Choices choices, string genre, List<string> left, string last)
    {
        if (left.Count == 0)
            left.AddRange(grammar.Beats($"{genre}.middle."));
        var at = choices.Below(left.Count);
        if (left[at] == last && left.Count > 1)
            at = (at + 1) % left.Count;
        var beat = left[at];
        left.RemoveAt(at);
        return beat;
    }

    private static string OtherSpot(Scope scope, string last)
    {
        string spot;
        do
            spot = scope.Expand("spot");
        while (spot == last);
        return spot;
    }

    private string Begin(
        Choices choices, Scope scope, string genre, string beat, int index, int clock, List<Person> cast, HashSet<string> points, string after, string spot, Split split)
    {
        string point;
        do
        {
            var known = cast.Count > 1 && choices.Chance(0.5);
            var friend = known || cast.Count >= 14 ? cast[1 + choices.Below(cast.Count - 1)] : Person.Draw(choices, grammar, split, cast);
            if (!cast.Contains(friend))
                cast.Add(friend);
            var number = Math.Min(index + 1, 99);
            scope.BeginSection(friend, ("spot", spot), ("after", after), ("nth", Ordinals.Ordinal(number)), ("n", Ordinals.Cardinal(number)));
            scope.SetClock(genre + ".clock", clock);
            point = Scope.Capitalised(scope.Expand(beat + ".point"));
        }
        while (!points.Add(point));

        return point;
    }

    // Paragraphs of the same number of sentences, so that where one ends says nothing of where the text does. The ending is a paragraph of its own.
    private string Body(Choices choices, Scope scope, string genre, string beat, int words, bool ends, bool whole)
    {
        var ending = ends ? scope.Expand(genre + ".closing") + " " + scope.Sentence(choices.Of(grammar.Beats($"{genre}.end.")) + ".close") : "";
        var sentences = new List<string> { scope.Sentence(beat + ".open") };
        var left = words - WordCounters.LongWriter.Count(ending) - WordCounters.LongWriter.Count(sentences[0]);
        do
        {
            var more = Enumerable.Range(0, sentences.Count == 1 ? paragraphSentences - 1 : paragraphSentences).Select(_ => scope.Sentence(choices.Chance(0.55) ? beat + ".body" : genre + ".body")).ToList();
            var count = more.Sum(WordsOf);
            if (sentences.Count > 1 && count > 2 * left)
                break;

            sentences.AddRange(more);
            left -= count;
        }
        while (left > 0);

        if (!whole)
            sentences[^1] = scope.Sentence(beat + ".close");
        var paragraphs = sentences.Chunk(paragraphSentences).Select(static chunk => string.Join(' ', chunk));
        return string.Join(CorpusDocument.Break, paragraphs) + (ends ? CorpusDocument.LastBreak + ending : "");
    }

    private static int WordsOf(string sentence) => WordCounters.LongWriter.Count(sentence);
}
