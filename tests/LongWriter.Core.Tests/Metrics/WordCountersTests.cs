namespace LongWriter.Tests;

public class WordCountersTests
{
    [Theory]
    [InlineData("en", "longwriter")]
    [InlineData("EN-gb", "longwriter")]
    [InlineData("zh", "longwriter")]
    [InlineData("zh-Hant-TW", "longwriter")]
    [InlineData("zh_CN", "longwriter")]
    [InlineData("de", "unicode")]
    [InlineData("ja", "unicode")]
    [InlineData("enm", "unicode")]
    [InlineData("und", "unicode")]
    public void Control_counts_by_language(string language, string counter) => Assert.Equal(counter, WordCounters.ForLanguage(language).Name);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Reject_an_empty_language(string language) => Assert.Throws<ArgumentException>(() => WordCounters.ForLanguage(language));
}
