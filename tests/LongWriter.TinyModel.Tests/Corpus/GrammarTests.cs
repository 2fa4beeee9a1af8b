namespace TinyModel.Corpus;

public class GrammarTests
{
    private static readonly string[] EngineNames =
    [
        "topic", "hero", "friend", "place", "season", "home", "spot", "clock", "after", "nth", "n",
        .. new[] { "is", "was", "has", "does", "it", "them", "its", "s" }.Select(static f => "t." + f),
        .. new[] { "hero", "friend" }.SelectMany(static p => new[] { "he", "him", "his", "full", "trade" }.Select(f => p + "." + f)),
    ];

    [Fact]
    public void Every_slot_is_a_rule_or_a_variable()
    {
        var grammar = Grammar.Embedded;
        var unknown = grammar.Rules.SelectMany(rule => Unknown(grammar, rule)).ToList();
        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_kind_of_text_has_beginnings_middles_and_ends()
    {
        var grammar = Grammar.Embedded;
        foreach (var genre in DocumentGenerator.Genres)
        {
            Assert.Equal(2, grammar.Beats($"{genre}.start.").Count);
            Assert.True(grammar.Beats($"{genre}.middle.").Count >= 12);
            Assert.Equal(2, grammar.Beats($"{genre}.end.").Count);
            foreach (var beat in grammar.Beats(genre + "."))
                Assert.All(new[] { "after", "open", "body", "close" }, part => Assert.NotNull(grammar.Find($"{beat}.{part}")));
        }
    }

    [Theory]
    [InlineData("words without a rule")]
    [InlineData("[empty]")]
    [InlineData("[twice]\na\n[twice]\nb")]
    [InlineData("[open]\na {slot")]
    public void A_broken_file_is_refused(string text) => Assert.Throws<FormatException>(() => Grammar.Read([text]));

    [Fact]
    public void A_slot_takes_an_article_and_keeps_its_words()
    {
        var grammar = Grammar.Read(["[s]\nI saw {a x=thing} and took the {x}.\n[thing]\nowl"]);
        Assert.Equal("I saw an owl and took the owl.", Scope(grammar).Sentence("s"));
    }

    [Theory]
    [InlineData(false, "The bell needs care, and it is old.")]
    [InlineData(true, "The bell need care, and they are old.")]
    public void Verbs_agree_with_the_topic(bool plural, string expected)
    {
        var grammar = Grammar.Read(["[s]\nthe {topic} need{t.s} care, and {t.it} {t.is} old."]);
        Assert.Equal(expected, new Scope(grammar, new(1), new("bell", plural), Hero).Sentence("s"));
    }

    [Fact]
    public void A_pool_gives_every_sentence_once_before_any_comes_again()
    {
        var grammar = Grammar.Read(["[s]\na.\nb.\nc."]);
        var scope = Scope(grammar);
        Assert.Equal(["A.", "B.", "C."], Enumerable.Range(0, 3).Select(_ => scope.Sentence("s")).Order());
        Assert.Contains(scope.Sentence("s"), new[] { "A.", "B.", "C." });
    }

    [Theory]
    [InlineData("\"come in!\" said Mara.", "\"Come in!\" said Mara.")]
    [InlineData("it rains. we wait.", "It rains. We wait.")]
    public void Sentences_begin_with_a_capital(string text, string expected) => Assert.Equal(expected, Corpus.Scope.Capitalised(text));

    private static Person Hero { get; } = new("Mara", "baker", true);

    private static Scope Scope(Grammar grammar) => new(grammar, new(1), new("bell", false), Hero);

    private static IEnumerable<string> Unknown(Grammar grammar, Rule rule)
    {
        // What a point binds is there in the whole section.
        var beat = rule.Name[..Math.Max(0, rule.Name.LastIndexOf('.'))];
        var bound = (grammar.Find(beat + ".point")?.Alternatives ?? []).Select(static a => a.Pieces.Select(static p => p.Bind).OfType<string>().ToHashSet()).ToList();
        foreach (var alternative in rule.Alternatives)
        {
            var own = new HashSet<string>();
            foreach (var slot in alternative.Pieces.Where(static p => p.IsSlot))
            {
                if (grammar.Find(slot.Text) is null && !EngineNames.Contains(slot.Text) && !own.Contains(slot.Text) && !(bound.Count > 0 && bound.All(b => b.Contains(slot.Text))))
                    yield return $"[{rule.Name}] {{{slot.Text}}}";
                if (slot.Bind is { } name)
                    own.Add(name);
            }
        }
    }
}
