using FsCheck.Xunit;

namespace LongWriter.Tests;

public class UnicodeWordCounterTests
{
    private static readonly IWordCounter Counter = WordCounters.Unicode;

    [Fact]
    public void Is_named_in_figures() => Assert.Equal("unicode", Counter.Name);

    [Theory]
    [InlineData("", 0)]
    [InlineData(" \r\n\t ", 0)]
    [InlineData("Die Möwen schrien über dem Hafen.", 6)]
    [InlineData("L’été dernier, j'ai vu Noël à Liège.", 7)]
    [InlineData("Мама мыла раму, а потом ушла.", 6)]
    [InlineData("ذهب الولد إلى المدرسة", 4)]
    [InlineData("הילד הלך לבית הספר", 4)]
    [InlineData("학교에 갔다가 집에 왔어요", 4)]
    [InlineData("मैं हिन्दी में लिखता हूँ", 5)]
    [InlineData("Η γάτα κοιμάται", 3)]
    public void Counts_words_of_scripts_with_spaces(string text, int count) => Assert.Equal(count, Counter.Count(text));

    [Theory]
    [InlineData("cafe\u0301 noir", 2)]
    [InlineData("می\u200cروم", 1)]
    [InlineData("Donau\u00ADdampfer", 1)]
    [InlineData("rock'n'roll", 1)]
    [InlineData("col·lecció", 1)]
    [InlineData("צה״ל", 1)]
    [InlineData("'quoted' words'", 2)]
    [InlineData("well-known", 2)]
    [InlineData("snake_case", 1)]
    [InlineData("_ __ ___", 0)]
    [InlineData("one.Two", 1)]
    [InlineData("x, y", 2)]
    [InlineData("x,y", 2)]
    public void Joins_what_belongs_to_one_word(string text, int count) => Assert.Equal(count, Counter.Count(text));

    [Theory]
    [InlineData("3.14", 1)]
    [InlineData("1,000", 1)]
    [InlineData("12 345,67", 2)]
    [InlineData("12\u202F345,67", 1)]
    [InlineData("١٬٠٠٠", 1)]
    [InlineData("10:30", 2)]
    [InlineData("1, 2, 3", 3)]
    [InlineData("2nd GPT4 m²", 3)]
    public void Takes_a_number_for_one_word(string text, int count) => Assert.Equal(count, Counter.Count(text));

    [Theory]
    [InlineData("東京タワー", 5)]
    [InlineData("これはペンです。", 7)]
    [InlineData("日々〇〆", 4)]
    [InlineData("ガギグ", 3)]
    [InlineData("か\u3099", 1)]
    [InlineData("𠀀𠮷", 2)]
    [InlineData("GPT模型v2", 4)]
    public void Counts_Han_and_kana_one_by_one(string text, int count) => Assert.Equal(count, Counter.Count(text));

    [Theory]
    [InlineData("กิน", 1)]
    [InlineData("ประเทศไทย", 2)]
    [InlineData("ກິນເຂົ້າ", 1)]
    [InlineData("ភាសាខ្មែរ", 2)]
    [InlineData("မြန်မာ", 1)]
    [InlineData("กิน ข้าว", 2)]
    [InlineData("๑๒๓", 1)]
    public void Estimates_scripts_without_spaces(string text, int count) => Assert.Equal(count, Counter.Count(text));

    [Theory]
    [InlineData("🎉 👨‍👩‍👧 🏳️‍🌈 👍🏽 🇩🇪", 0)]
    [InlineData("1️⃣ 2️⃣", 0)]
    [InlineData("— … „“ «» ¡! § © + = €", 0)]
    [InlineData("\ud800 \udc00 \0", 0)]
    public void Takes_no_symbol_for_a_word(string text, int count) => Assert.Equal(count, Counter.Count(text));

    [Property(Replay = "1,7")]
    public void Counts_sections_as_it_counts_the_document(string? a, string? b) =>
        Assert.Equal(Counter.Count(a) + Counter.Count(b), Counter.Count(a + "\n\n" + b));

    [Theory]
    [InlineData("don'", "'t")]
    [InlineData("3.", ".14")]
    [InlineData("กิน", "กิน")]
    [InlineData("a\u200d", "\u0301b")]
    [InlineData("_", "_")]
    public void Joins_nothing_across_a_paragraph(string a, string b) =>
        Assert.Equal(Counter.Count(a) + Counter.Count(b), Counter.Count(a + "\n\n" + b));

    [Fact]
    public void Takes_linear_time_on_hostile_runs()
    {
        Assert.Equal(1, Counter.Count(new string('a', 1_000_000)));
        Assert.Equal(1, Counter.Count("a" + new string('\u0301', 1_000_000)));
        Assert.Equal(0, Counter.Count(new string('.', 1_000_000)));
        Assert.Equal(0, Counter.Count(new string('_', 1_000_000)));
    }
}
