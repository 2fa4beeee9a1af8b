using LongWriter;

namespace TinyModel.Corpus;

public class DocumentGeneratorTests
{
    private static readonly Grammar Grammar = Grammar.Embedded;

    [Fact]
    public void The_same_choices_give_the_same_text() => Assert.Equal(Write(7, 900).Text, Write(7, 900).Text);

    [Theory]
    [InlineData(200)]
    [InlineData(1_000)]
    [InlineData(3_000)]
    public void A_text_has_about_the_words_that_it_was_asked_for(int words)
    {
        foreach (var document in Enumerable.Range(0, 20).Select(i => Write((ulong)i, words)))
        {
            Assert.InRange(document.Words, words * 0.85, words * 1.15);
            Assert.Equal(WordCounters.LongWriter.Count(document.Text), document.Words);
        }
    }

    [Theory]
    [InlineData(120)]
    [InlineData(1_500)]
    public void The_ending_is_a_line_of_its_own(int words)
    {
        foreach (var document in Enumerable.Range(0, 20).Select(i => Write((ulong)i, words)))
        {
            var lines = document.Text.Split('\n');
            Assert.StartsWith("Now ", lines[^1], StringComparison.Ordinal);
            Assert.NotEqual("", lines[^2]);
            Assert.All(lines.SkipLast(2).Index().Where(static l => l.Index % 2 == 1), static l => Assert.Equal("", l.Item));
            Assert.DoesNotContain(lines.SkipLast(1), static l => l.StartsWith("Now ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Points_are_told_apart()
    {
        foreach (var document in Enumerable.Range(0, 20).Select(i => Write((ulong)i, 4_000)))
            Assert.Equal(document.Sections.Count, document.Sections.Select(static s => s.Point).Distinct().Count());
    }

    [Fact]
    public void Nobody_of_the_other_side_of_the_split_is_in_a_text()
    {
        var names = Names().Where(HeldOut.Covers).ToHashSet();
        Assert.InRange(names.Count, 3, 30);
        foreach (var document in Enumerable.Range(0, 50).Select(i => Write((ulong)i, 1_000)))
            Assert.DoesNotContain(document.Text.Split(' ', '.', ',', '"'), names.Contains);
    }

    [Fact]
    public void The_corpus_passes_its_checks()
    {
        var documents = Enumerable.Range(0, 300).Select(i =>
        {
            var words = i % 3 == 0 ? 2_000 : 350 + i;
            return (Write((ulong)i, words), words);
        }).Where(static d => !HeldOut.Covers(d.Item1.Words)).ToList();
        var report = CorpusChecks.Of(documents, Names(), Topics.Nouns(Grammar));
        Assert.Empty(report.Faults());
        Assert.True(report.TopicSections >= 0.8);
    }

    [Fact]
    public void What_is_wrong_with_a_corpus_is_found()
    {
        var good = Write(1, 2_000);
        var bad = new CorpusDocument("story", good.Topic, good.Hero, [new("A point", string.Join(' ', Enumerable.Repeat("The  old {x} stood there.", 400)))], 10);
        var report = CorpusChecks.Of([(good, 2_000), (bad, 2_000), (good, 2_000)], Names(), Topics.Nouns(Grammar));
        Assert.NotEmpty(report.BadSentences);
        Assert.Equal(1.0 / 3, report.NearDuplicates, 6);
        Assert.Equal(400, report.MostRepeated);
    }

    [Fact]
    public void What_is_held_out_is_found_as_a_leak()
    {
        var (known, someone) = (Topics.Draw(new(1), Grammar, Split.Training), Person.Draw(new(2), Grammar, Split.Training, []));
        var good = Document(known, someone, "All was well.");
        Assert.Equal(0, LeaksOf(good));
        Assert.Equal(1, LeaksOf(good with { Topic = Topics.Draw(new(3), Grammar, Split.HeldOut) }));
        Assert.Equal(1, LeaksOf(good with { Hero = Person.Draw(new(4), Grammar, Split.HeldOut, []) }));
        Assert.Equal(1, LeaksOf(Document(known, someone, $"All was well with {Names().First(HeldOut.Covers)}.")));
        Assert.Equal(1, LeaksOf(Document(known, someone, string.Join(' ', Enumerable.Repeat("well", 290)) + ".")));

        static int LeaksOf(CorpusDocument document) => CorpusChecks.Of([(document, 100)], Names(), Topics.Nouns(Grammar)).Leaks;
        static CorpusDocument Document(Topic topic, Person hero, string text) => new("story", topic, hero, [new("A point", text)], 10);
    }

    [Fact]
    public void A_held_out_noun_in_a_text_about_something_else_is_counted()
    {
        var noun = Topics.Nouns(Grammar).First(HeldOut.Covers);
        var document = new CorpusDocument("story", Topics.Draw(new(1), Grammar, Split.Training), Person.Draw(new(2), Grammar, Split.Training, []), [new("A point", $"There was the {noun}.")], 10);
        Assert.Equal([noun], CorpusChecks.Of([(document, 100)], Names(), Topics.Nouns(Grammar)).MetElsewhere);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Topics_stay_on_their_side_of_the_split(double invented)
    {
        var choices = new Choices(9);
        for (var i = 0; i < 500; i++)
        {
            Assert.False(HeldOut.Covers(Topics.Draw(choices, Grammar, Split.Training, invented).Head));
            Assert.True(HeldOut.Covers(Topics.Draw(choices, Grammar, Split.HeldOut, invented).Head));
        }
    }

    [Fact]
    public void The_entropy_of_known_choices_is_their_logarithm()
    {
        var choices = new Choices(3);
        choices.Below(8);
        choices.Chance(0.25);
        choices.Weighted([1, 1, 2]);
        var expected = new HashSet<double> { 3 + 2 + 2, 3 + 2 + 1, 3 - Math.Log2(0.75) + 2, 3 - Math.Log2(0.75) + 1 };
        Assert.Contains(expected, bits => Math.Abs(bits - choices.Bits) < 1e-9);
    }

    [Fact]
    public void Draws_are_even()
    {
        var choices = new Choices(5);
        var counts = new int[5];
        for (var i = 0; i < 50_000; i++)
            counts[choices.Below(5)]++;
        // Chi-square with 4 degrees of freedom: 18.5 is exceeded once in a thousand.
        Assert.True(counts.Sum(static c => Math.Pow(c - 10_000, 2) / 10_000) < 18.5);
    }

    [Theory]
    [InlineData(1, "one", "first")]
    [InlineData(12, "twelve", "twelfth")]
    [InlineData(20, "twenty", "twentieth")]
    [InlineData(34, "thirty-four", "thirty-fourth")]
    [InlineData(90, "ninety", "ninetieth")]
    public void Numbers_are_put_into_words(int n, string cardinal, string ordinal)
    {
        Assert.Equal(cardinal, Ordinals.Cardinal(n));
        Assert.Equal(ordinal, Ordinals.Ordinal(n));
    }

    private static HashSet<string> Names() => [.. Grammar["name.he"].Alternatives.Concat(Grammar["name.she"].Alternatives).Select(static a => a.Pieces[0].Text)];

    private static CorpusDocument Write(ulong seed, int words)
    {
        var choices = Choices.For(seed, "test", 0);
        return new DocumentGenerator(Grammar).Write(
            choices, choices.Of(DocumentGenerator.Genres), Topics.Draw(choices, Grammar, Split.Training), Person.Draw(choices, Grammar, Split.Training, []),
            DocumentGenerator.Divide(choices, words), Split.Training);
    }
}
