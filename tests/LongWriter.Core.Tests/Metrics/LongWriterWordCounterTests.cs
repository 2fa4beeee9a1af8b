using System.Globalization;
using System.Text.Json;
using FsCheck.Xunit;

namespace LongWriter.Tests;

public class LongWriterWordCounterTests
{
    private static readonly IWordCounter Counter = WordCounters.LongWriter;

    [Fact]
    public void Is_named_in_figures() => Assert.Equal("longwriter", Counter.Name);

    /// <summary>
    /// A code point that is assigned in only one of the two versions of Unicode cannot be compared and is skipped; one that is
    /// unassigned in both can (it is no word character).
    /// </summary>
    [Fact]
    public void Puts_the_word_boundary_where_Python_does_for_every_code_point()
    {
        var python = PythonTable.Read();
        var skipped = 0;
        var wrong = new List<string>();
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            var assignedHere = CharUnicodeInfo.GetUnicodeCategory(code) != UnicodeCategory.OtherNotAssigned;
            if (assignedHere == python.Unassigned[code])
            {
                skipped++;
                continue;
            }

            var point = code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code);
            var isLetter = code < 0x80 && char.IsAsciiLetter((char)code);
            var own = code is >= 0x4E00 and <= 0x9FFF ? 1 : 0;
            var word = python.Word[code];
            Check($"a{point}b", isLetter ? 1 : own + (word ? 0 : 2));
            Check($"a{point}", isLetter ? 1 : own + (word ? 0 : 1));
            Check($"{point}b", isLetter ? 1 : own + (word ? 0 : 1));
            Check($" {point} ", isLetter ? 1 : own);

            void Check(string probe, int expected)
            {
                if (Counter.Count(probe) != expected)
                    wrong.Add($"U+{code:X4} in '{probe}': {Counter.Count(probe)}, Python's table says {expected}");
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(skipped, 0, 20_000);
    }

    [Fact]
    public void Counts_what_Pythons_expression_counts()
    {
        using var rows = JsonDocument.Parse(TestData.Open("counted-strings.json"));
        Assert.All(rows.RootElement.EnumerateArray(), row =>
            Assert.Equal(row.GetProperty("count").GetInt32(), Counter.Count(row.GetProperty("text").GetString())));
    }

    /// <summary>Long texts are counted in blocks; a plain counter that knows no blocks says what is right.</summary>
    [Theory]
    [InlineData("ab", "c1_ -")]
    [InlineData("abcdefghij", " .,")]
    [InlineData("aZ", " 9_\u4E2D\u00E9")]
    [InlineData("az", "\u4E2D\u6587\uFF0C a")]
    [InlineData("word", "\u0301\u00B2\uD840\uDC00 \n")]
    public void Counts_blocks_as_it_counts_characters(string often, string seldom)
    {
        var random = new Random(17);
        for (var round = 0; round < 400; round++)
        {
            var text = new char[random.Next(400)];
            for (var i = 0; i < text.Length; i++)
                text[i] = random.Next(1 + round % 30) > 0 ? often[random.Next(often.Length)] : seldom[random.Next(seldom.Length)];

            Assert.Equal(Plain(text), Counter.Count(text));
        }

        static int Plain(ReadOnlySpan<char> text)
        {
            var count = 0;
            for (var i = 0; i < text.Length; i++)
            {
                count += text[i] is >= '\u4E00' and <= '\u9FFF' ? 1 : 0;
                if (!char.IsAsciiLetter(text[i]) || (i > 0 && char.IsAsciiLetter(text[i - 1])))
                    continue;

                var end = i;
                while (end < text.Length && char.IsAsciiLetter(text[end]))
                    end++;
                count += IsWord(text[..i], last: true) || IsWord(text[end..], last: false) ? 0 : 1;
            }

            return count;
        }

        static bool IsWord(ReadOnlySpan<char> text, bool last)
        {
            if (text.IsEmpty)
                return false;

            var status = last ? System.Text.Rune.DecodeLastFromUtf16(text, out var rune, out _) : System.Text.Rune.DecodeFromUtf16(text, out rune, out _);
            return status == System.Buffers.OperationStatus.Done && (rune.Value == '_' || System.Text.Rune.GetUnicodeCategory(rune) is
                UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber);
        }
    }

    // Expected counts by the expression in make_data.py; JSON readers refuse these texts.
    [Theory]
    [InlineData("end\ud800 lone \udc00start\ud800A \udc00x", 5)]
    [InlineData("\ud840", 0)]
    [InlineData("word\ud840", 1)]
    public void Takes_a_lone_surrogate_for_no_word_character(string text, int count) => Assert.Equal(count, Counter.Count(text));

    [Property(Replay = "1,7")]
    public void Counts_sections_as_it_counts_the_document(string? a, string? b) =>
        Assert.Equal(Counter.Count(a) + Counter.Count(b), Counter.Count(a + "\n\n" + b));

    [Fact]
    public void Allocates_nothing()
    {
        const string Text = "Plain words, 中文字符, naïve 𠀀 and 3.14.";
        Counter.Count(Text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Counter.Count(Text);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
