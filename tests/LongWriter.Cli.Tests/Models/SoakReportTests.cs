using LongWriter.Cli.Models;

namespace LongWriter.Cli.Tests.Models;

public sealed class SoakReportTests
{
    [Fact]
    public void A_slope_is_that_of_the_samples_after_the_first_texts()
    {
        var report = Report(static (tokens, _) => new(tokens, tokens <= 2_000 ? 900_000_000 - (tokens * 1_000) : 50_000_000 + (tokens * 70), 1_000 + (tokens * 3), 0, 1, null));

        Assert.Equal(70, report.WorkingSetBytesPerToken, 6);
        Assert.Equal(3, report.ManagedBytesPerToken, 6);
        Assert.Null(report.NewTensors);
        Assert.False(report.Grows);
    }

    [Fact]
    public void Keys_and_values_that_come_and_go_with_a_text_are_no_growth()
    {
        // Each text's second half holds 12 MB more; a line through all samples would rise by hundreds of bytes a token.
        var report = Report(static (tokens, place) => new(tokens, 50_000_000 + (place * 12_000_000), 1_000, place * 12_000_000, 1 + place, 100 + (24 * place)));

        Assert.Equal(0, report.WorkingSetBytesPerToken, 6);
        Assert.Equal((0, 0), (report.NewSequences, report.NewTensors));
        Assert.False(report.Grows);
    }

    [Theory]
    [InlineData(257, 0, 0, 0)]
    [InlineData(0, 257, 0, 0)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(0, 0, 0, 1)]
    public void Memory_sequences_or_tensors_that_stay_are_growth(int workingSet, int managed, int sequence, int tensor)
    {
        var report = Report((tokens, _) => new(
            tokens, 50_000_000 + (tokens * workingSet), 1_000_000 + (tokens * managed), 0, 1 + (tokens >= 15_000 ? sequence : 0), 100 + (tokens >= 15_000 ? tensor : 0)));

        Assert.True(report.Grows);
        Assert.Contains("grows: yes", report.ToText(), StringComparison.Ordinal);
        Assert.Contains("\"grows\":true", report.ToJson(), StringComparison.Ordinal);
    }

    /// <summary>20,000 tokens in texts of 1,000.</summary>
    /// <param name="sample">Makes a sample from the tokens until then and its place in its text, 0 for the end.</param>
    private static SoakReport Report(Func<int, int, SoakSample> sample) =>
        new("model", 500, 2, [.. Enumerable.Range(1, 40).Select(i => sample(i * 500, i % 2))]);
}
