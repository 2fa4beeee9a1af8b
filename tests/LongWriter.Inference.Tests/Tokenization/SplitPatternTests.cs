using System.Globalization;
using System.Text;

namespace LongWriter.Tests;

public sealed class SplitPatternTests
{
    private sealed class Collector : PieceStep
    {
        public List<string> Pieces { get; } = [];

        public override void Apply(ReadOnlySpan<char> text, TextPlace place, List<int> ids) => Pieces.Add(text.ToString());
    }

    private static List<string> Cut(string pattern, string text, SplitBehavior behavior = SplitBehavior.Isolated, bool invert = false, TimeSpan? timeout = null) =>
        Cut(new SplitPattern(pattern, "test", timeout), text, behavior, invert);

    private static List<string> Cut(SplitPattern pattern, string text, SplitBehavior behavior = SplitBehavior.Isolated, bool invert = false)
    {
        var pieces = new Collector();
        new SplitStep(pattern, behavior, invert, pieces).Apply(text, TextPlace.Start, []);
        return pieces.Pieces;
    }

    [Theory]
    [InlineData(SplitPattern.Llama3, 3)]
    [InlineData(SplitPattern.Qwen2, 1)]
    public void Known_patterns_cut_by_code_points(string pattern, int digits)
    {
        foreach (var text in FuzzedText.Strings(2000, 31))
            Assert.Equal(NaiveBpe.Llama3Words(text, digits), Cut(pattern, text));
    }

    [Fact]
    public void A_pattern_that_is_not_known_is_matched_the_same()
    {
        // The group changes nothing but makes it another expression.
        var pattern = new SplitPattern("(?:" + SplitPattern.Llama3 + ")", "test");
        foreach (var text in FuzzedText.Strings(500, 32))
            Assert.Equal(NaiveBpe.Llama3Words(text, 3), Cut(pattern, text));
    }

    [Fact]
    public void Gpt2_cuts_contractions_words_numbers_and_the_rest()
    {
        Assert.Equal(["Don", "'t", " stop", " 2024", "…", "  ", " 𝒳𝒴", "'", "S", "\n"], Cut(SplitPattern.Gpt2, "Don't stop 2024…   𝒳𝒴'S\n"));
    }

    [Fact]
    public void Every_character_above_the_first_plane_is_matched_by_its_category()
    {
        static bool IsCircled(Rune rune) => rune.Value is >= 0x1F130 and <= 0x1F189 && SplitPattern.StandIn(rune) == '\u24B6';
        var wrong = Enumerable.Range(0x10000, 0x100000).Select(value => new Rune(value))
            .Where(rune => Rune.GetUnicodeCategory(rune) != (IsCircled(rune) ? UnicodeCategory.OtherSymbol : CharUnicodeInfo.GetUnicodeCategory(SplitPattern.StandIn(rune))));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Isolated", false, "a|-|-|b|-|c")]
    [InlineData("Removed", false, "a|b|c")]
    [InlineData("Removed", true, "-|-|-")]
    [InlineData("MergedWithPrevious", false, "a-|-|b-|c")]
    [InlineData("MergedWithNext", false, "a|-|-b|-c")]
    [InlineData("Contiguous", false, "a|--|b|-|c")]
    public void Matches_go_where_the_behaviour_says(string behavior, bool invert, string expected) =>
        Assert.Equal(expected.Split('|'), Cut("-", "a--b-c", Enum.Parse<SplitBehavior>(behavior), invert));

    [Fact]
    public void Word_characters_are_those_of_the_files_engine()
    {
        Assert.Equal(["a\u0903_\u2160²Ⓐ🄰", "½", "!"], Cut(@"\w+", "a\u0903_\u2160²Ⓐ🄰½!".Replace("½", " ½!")[..^1], SplitBehavior.Isolated).Where(piece => piece != " "));
        Assert.Equal(["it'ſ"], Cut("(?i:it's)", "it'ſ"));
    }

    [Theory]
    [InlineData("(a+")]
    [InlineData(@"\p{Nonsense}")]
    [InlineData("a++")]
    [InlineData("(?m)a.b")]
    [InlineData("[a&&b]")]
    [InlineData("[[:alpha:]]")]
    [InlineData("\U00020000")]
    [InlineData(@"\bword\b")]
    public void An_expression_that_cannot_be_matched_alike_is_refused(string pattern)
    {
        var error = Assert.Throws<LongWriterException>(() => new SplitPattern(pattern, "'tokenizer.json', field 'pre_tokenizer'"));
        Assert.Equal(LongWriterError.InvalidModel, error.Error);
        Assert.Contains("pre_tokenizer", error.Message);
    }

    [Fact]
    public void An_expression_that_takes_for_ever_is_stopped()
    {
        var error = Assert.Throws<LongWriterException>(() => Cut("(x+x+)+y", new string('x', 60), timeout: TimeSpan.FromMilliseconds(100)));
        Assert.Equal(LongWriterError.InvalidModel, error.Error);
    }
}
