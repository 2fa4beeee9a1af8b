using System.Text;

namespace LongWriter.Tests;

public sealed class CanonicalCompositionTests
{
    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u2126", "\u03A9")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u1E0B\u0323", "\u1E0D\u0307")]
    [InlineData("o\u0301\u0323", "\u1ECD\u0301")]
    [InlineData("a\u0315\u0300\u05AE\u0062", "\u00E0\u05AE\u0315b")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\uD558\u11AB", "\uD55C")]
    [InlineData("\u1112\u1161\u11A7", "\uD558\u11A7")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\U00011099\U000110BA", "\U0001109A")]
    [InlineData("\uF900", "\u8C48")]
    [InlineData("\u0041\u0300\u0300 x\u0301", "\u00C0\u0300 x\u0301")]
    [InlineData("\u0B47\u0300\u0B3E", "\u0B47\u0300\u0B3E")]
    [InlineData("\ufb01²½", "\ufb01²½")]
    [InlineData("plain text 中文 日本語 👍🏽", "plain text 中文 日本語 👍🏽")]
    public void Form_C_is_made(string text, string expected) => Assert.Equal(expected, CanonicalComposition.Compose(text));

    [Fact]
    public void What_is_composed_stays()
    {
        foreach (var text in FuzzedText.Strings(3000, 41))
        {
            var once = CanonicalComposition.Compose(text);
            Assert.Equal(once, CanonicalComposition.Compose(once));
        }
    }

    [Fact]
    public void A_part_alone_is_composed_as_in_the_whole()
    {
        foreach (var text in FuzzedText.Strings(1000, 42))
            Assert.Equal("x|" + CanonicalComposition.Compose(text) + "|y", CanonicalComposition.Compose("x|" + text + "|y"));
    }

    [Fact]
    public void Every_Hangul_syllable_is_taken_apart_and_put_together_again()
    {
        for (var syllable = 0; syllable < 11172; syllable++)
        {
            var parts = new StringBuilder().Append((char)(0x1100 + syllable / 588)).Append((char)(0x1161 + syllable % 588 / 28));
            if (syllable % 28 > 0)
                parts.Append((char)(0x11A7 + syllable % 28));
            Assert.Equal(((char)(0xAC00 + syllable)).ToString(), CanonicalComposition.Compose(parts.ToString()));
        }
    }
}
