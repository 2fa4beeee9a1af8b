using TinyModel.Corpus;
using TinyModel.Experiment;

namespace TinyModel.Rows;

public class BaseTextsTests
{
    private readonly BaseTexts _texts = new(new Lab(Scale.Small, 1, Path.GetTempPath(), null, TextWriter.Null));

    [Fact]
    public void A_list_stands_the_more_often_the_shorter_it_is_or_in_order_and_holds_nothing_that_is_held_out()
    {
        for (var i = 0; i < 200; i++)
        {
            var parts = _texts.Copy(i).Split(CorpusDocument.Break);
            Assert.StartsWith("List: ", parts[0], StringComparison.Ordinal);
            var words = parts[0]["List: ".Length..].TrimEnd('.').Split(' ').ToList();
            if (parts[1].StartsWith("In order: ", StringComparison.Ordinal))
            {
                Assert.Equal(words.Select(int.Parse).Order(), parts[1]["In order: ".Length..].TrimEnd('.').Split(' ').Select(int.Parse));
                continue;
            }

            Assert.All(parts.Skip(1), again => Assert.Equal(parts[0]["List: ".Length..], again["Again: ".Length..]));
            // An item has one word or two: 32 items in all, at most eight times.
            Assert.InRange(parts.Length - 1, Math.Clamp(32 / words.Count, 1, 8), Math.Clamp(32 / ((words.Count + 1) / 2), 1, 8));
            Assert.InRange(words.Count, 2, 48);
            Assert.All(words.Where(static w => char.IsUpper(w[0])), static name => Assert.False(HeldOut.Covers(name)));
        }
    }

    [Fact]
    public void A_title_says_what_a_text_is_about_and_never_how_long_it_is()
    {
        var titled = 0;
        for (var i = 0; i < 200; i++)
        {
            var (text, document) = _texts.Make(i, 60, 200);
            var first = text[..text.IndexOf('\n', StringComparison.Ordinal)];
            if (first.Contains(document.Topic.Phrase, StringComparison.OrdinalIgnoreCase) && !first.EndsWith('.') && !char.IsAsciiDigit(first[0]))
            {
                titled++;
                Assert.DoesNotContain(first, char.IsAsciiDigit);
            }
        }

        Assert.InRange(titled, 120, 180);
    }
}
