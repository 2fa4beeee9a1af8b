namespace LongWriter.Tests;

public class RowCleanerTests
{
    private const string Prompt = "Write a long and careful text about the keeper of a lighthouse and his dog.";

    [Theory]
    [InlineData("<think>plan</think>The lamp burned.", "The lamp burned.")]
    [InlineData("The la\u200Bmp bur\u2060ned.\uFEFF", "The lamp burned.")]
    [InlineData("Paragraph 1\n\nThe lamp burned.\n\nParagraph 2\n\nThe dog slept.", "The lamp burned.\n\nThe dog slept.")]
    [InlineData("Paragraph 1 - Main Point: the lamp - Word Count: 300 words\n\nThe lamp burned.", "The lamp burned.")]
    [InlineData(Prompt + "\n\nThe lamp burned.", "The lamp burned.")]
    [InlineData("The lamp burned.\n\n(Word count: 512)", "The lamp burned.")]
    [InlineData("Certainly! Here is the text you requested:\n\nThe lamp burned.", "The lamp burned.")]
    [InlineData("段落 1\n\n灯亮了。", "灯亮了。")]
    public void What_is_no_text_is_taken_out(string text, string expected) => Assert.Equal(expected, Clean(text));

    [Theory]
    [InlineData("# The lamp\n\nIt burned.\n\n- oil\n- wick\n\n> said the dog\n\n| a | b |\n|---|---|\n| 1 | 2 |")]
    [InlineData("Part 1: The lamp\n\nIt burned all night, and \"Here is the text\", said the dog.")]
    [InlineData("```\nParagraph 1\n```")]
    public void What_is_text_stays(string text) => Assert.Equal(text, Clean(text));

    [Fact]
    public void Sections_are_cleaned_one_by_one()
    {
        var row = new RowCleaner(MarkdownForm.Keep).Clean(new("1", Prompt) { Text = "Paragraph 1: A.\n\nParagraph 2: B.", Sections = ["Paragraph 1: A.", "Paragraph 2: B."] });
        Assert.Equal("A.\n\nB.", row.Text);
        Assert.Equal(["A.", "B."], row.Sections);
    }

    [Theory]
    [InlineData(MarkdownForm.Strip, "## The *lamp*\n\n* oil\n* __wick__\n\n---\n\nSee [here](https://a.b).", "The lamp\n\noil\nwick\n\nSee here.")]
    [InlineData(MarkdownForm.Normalize, "## The _lamp_ ##\n\n* oil\n+ __wick__\n\n* * *\n\n5 * 3 * 2", "## The *lamp*\n\n- oil\n- **wick**\n\n---\n\n5 * 3 * 2")]
    public void Markdown_is_as_wished(MarkdownForm form, string text, string expected) =>
        Assert.Equal(expected, new RowCleaner(form).Clean(new("1", Prompt) { Text = text }).Text);

    private static string Clean(string text) => new RowCleaner(MarkdownForm.Keep).Clean(new("1", Prompt) { Text = text }).Text!;
}
