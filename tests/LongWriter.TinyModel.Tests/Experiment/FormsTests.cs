namespace TinyModel.Experiment;

public class FormsTests
{
    private static readonly (string Point, string Text)[] Sections = [("The bell", "One two three. Four five."), ("The mill", "Six seven.\nEight nine ten.")];

    [Theory]
    [InlineData("Plain")]
    [InlineData("Numbered")]
    [InlineData("Outline")]
    public void Outlines_and_headings_are_no_words(string form)
    {
        var text = Forms.Write(Enum.Parse<TargetForm>(form), Sections);
        Assert.Equal(["One two three. Four five.", "Six seven.", "Eight nine ten."], Forms.Body(text).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(10, Forms.BodyWords(text));
    }

    [Fact]
    public void An_outline_counts_down_and_each_of_its_lines_stands_over_its_section() => Assert.Equal(
        "Outline:\n2. The bell - 0005 words\n1. The mill - 0005 words\n\n2. The bell - 0005 words\n\nOne two three. Four five.\n\n1. The mill - 0005 words\n\nSix seven.\nEight nine ten.",
        Forms.Write(TargetForm.Outline, Sections));

    [Theory]
    [InlineData("Plain", 1)]
    [InlineData("Numbered", 2)]
    [InlineData("Outline", 2)]
    public void Sections_are_what_stands_between_headings(string form, int count)
    {
        var sections = Forms.Sections(Forms.Write(Enum.Parse<TargetForm>(form), Sections));
        Assert.Equal(count, sections.Count);
        Assert.StartsWith("One two", sections[0], StringComparison.Ordinal);
        Assert.EndsWith("nine ten.", sections[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_outline_without_a_text_has_no_words() => Assert.Equal(0, Forms.BodyWords("Outline:\n2. The bell - 0005 words\n1. The mill"));

    [Fact]
    public void What_did_not_end_by_itself_scores_nothing()
    {
        Assert.Equal(100, new Answer(new("", 10, ""), "", 10, true, 0, null).LengthScore);
        Assert.Equal(0, new Answer(new("", 10, ""), "", 10, false, 0, null).LengthScore);
    }
}
