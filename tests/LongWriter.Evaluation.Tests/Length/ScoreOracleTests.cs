using System.Globalization;
using System.Text;

namespace LongWriter.Tests;

/// <summary>Counts and scores against those that Python's re gave; make_scores.py says how.</summary>
public class ScoreOracleTests
{
    private static readonly int[] Plain = [.. "abcdeXYZ   \n.,'-_0".Select(static c => (int)c)];

    private static readonly int[] Odd =
    [
        0xE9, 0xFC, 0xDF, 0x301, 0x308, 0xAA, 0xB2, 0xBD, 0xAD, 0xA0, 0xB7, 0x2019, 0x2014, 0x200B, 0x200C, 0x200D, 0x2160, 0x2460, 0x24D0, 0xFB01,
        0x416, 0x44F, 0x3BB, 0x5D0, 0x645, 0x663, 0x64B, 0x915, 0x93F, 0x967, 0xE01, 0xE34, 0x3042, 0x30A2, 0x30FC, 0xD55C, 0x3007, 0x3400, 0x4DFF,
        0x4E00, 0x4E2D, 0x6587, 0x5B57, 0x9FFF, 0xA000, 0xF900, 0xFF21, 0xFF11, 0xFF0C, 0x3002, 0x20000, 0x1D400, 0x1D7CE, 0x1F600, 0x1F1E6, 0xE000, 0x203F,
    ];

    [Fact]
    public void Counts_and_scores_are_those_of_Python_on_10_000_strings_of_many_scripts()
    {
        using var reader = new StreamReader(typeof(ScoreOracleTests).Assembly.GetManifestResourceStream("python-scores.txt")!);
        var random = new SplitMix(2026);
        var rows = 0;
        for (; reader.ReadLine() is { } line; rows++)
        {
            var expected = line.Split(' ');
            var text = Text(ref random);
            var required = 1 + random.Below(60);

            var row = LengthEvaluation.Of(new([new Prediction("1", "p", text) { Length = required }], []));
            var written = WordCounters.LongWriter.Count(text);

            Assert.Equal(int.Parse(expected[0], CultureInfo.InvariantCulture), written);
            Assert.Equal(double.Parse(expected[1], CultureInfo.InvariantCulture), row.Mean!.Value, 1e-6);
        }

        Assert.Equal(10_000, rows);
    }

    [Theory]
    [InlineData(1_000, 500, 50)]
    [InlineData(1_000, 800, 87.5)]
    [InlineData(1_000, 1_000, 100)]
    [InlineData(1_000, 1_100, 96.6667)]
    [InlineData(1_000, 2_000, 66.6667)]
    [InlineData(1_000, 4_000, 0)]
    [InlineData(1_000, 333, 0)]
    [InlineData(1_000, 0, 0)]
    public void Corner_values_are_those_of_the_paper(int required, int written, double score)
    {
        var row = LengthEvaluation.Of(new([new Prediction("1", "p", string.Join(' ', Enumerable.Repeat("word", written))) { Length = required }], []));

        Assert.Equal(score, row.Mean!.Value, 1e-3);
    }

    private static string Text(ref SplitMix random)
    {
        var text = new StringBuilder();
        var length = random.Below(60);
        for (var i = 0; i < length; i++)
            text.Append(char.ConvertFromUtf32(random.Below(3) > 0 ? Plain[random.Below(Plain.Length)] : Odd[random.Below(Odd.Length)]));
        return text.ToString();
    }
}
