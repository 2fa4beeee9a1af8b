namespace LongWriter.Tests;

public class ShippedPromptsTests
{
    private static readonly string[] Types =
        ["Academic and Monograph", "Community Forum", "Education and Training", "Functional Writing", "Literature and Creative Writing", "News Report", "Popular Science"];

    [Fact]
    public void There_are_24_in_two_languages_of_every_type_and_bucket()
    {
        var prompts = BenchmarkPrompt.Shipped;

        Assert.Equal(24, prompts.Count);
        Assert.Equal(24, prompts.Select(static p => p.Id).Distinct().Count());
        Assert.Equal(12, prompts.Count(static p => p.Language == "en"));
        Assert.Equal(12, prompts.Count(static p => p.Language == "zh"));
        Assert.Equal(Types, prompts.Select(static p => p.Type).Distinct().Order(StringComparer.Ordinal));
        foreach (var language in new[] { "en", "zh" })
            Assert.Equal(LengthBuckets.Names[..4], prompts.Where(p => p.Language == language).Select(static p => LengthBuckets.Of(p.Length!.Value)).Distinct().OrderBy(static b => Array.IndexOf(LengthBuckets.Names, b)));
    }

    [Fact]
    public void Each_states_the_length_and_is_in_the_language_that_it_says() => Assert.All(BenchmarkPrompt.Shipped, static p =>
    {
        Assert.Equal(p.Length, LengthParser.Parse(p.Prompt)?.Words);
        Assert.Equal(p.Language, LanguageDetector.Detect(p.Prompt));
    });
}
