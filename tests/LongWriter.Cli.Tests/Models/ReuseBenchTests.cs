namespace LongWriter.Cli.Tests.Models;

public sealed class ReuseBenchTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("managed")]
    [InlineData("torchsharp")]
    public async Task Each_section_costs_itself_and_a_tail_with_reuse_and_the_whole_text_without(string decoder)
    {
        var model = await SmallModel.MakeAsync(_cli);

        var result = await _cli.RunAsync(
            "bench", "reuse", "--model", model, "--decoder", decoder, "--sections", "5", "--section-tokens", "40", "--head-tokens", "100", "--tail-tokens", "20", "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        var (with, without) = (result.Json.GetProperty("withReuse"), result.Json.GetProperty("withoutReuse"));
        // The first prompt whole, then each section at its new place and the next tail. Where a section begins as its tail did by chance, some tokens less.
        Assert.InRange(with.GetProperty("prefilledTokens").GetInt64(), 120 + (4 * 60) - 8, 120 + (4 * 60));
        Assert.Equal(120 + 160 + 200 + 240 + 280, without.GetProperty("prefilledTokens").GetInt64());
        foreach (var run in new[] { with, without })
            Assert.InRange(run.GetProperty("prefillSeconds").GetDouble(), double.Epsilon, run.GetProperty("wholeSeconds").GetDouble());

        Assert.InRange(result.Json.GetProperty("prefilledTokensRatio").GetDouble(), 1_000.0 / 360, 1_000.0 / 352);
    }

    [Fact]
    public async Task The_figures_are_told_in_words_too()
    {
        var model = await SmallModel.MakeAsync(_cli);

        var result = await _cli.RunAsync("bench", "reuse", "--model", model, "--sections", "2", "--section-tokens", "20", "--head-tokens", "30", "--tail-tokens", "10");

        Assert.Contains("2 sections of 20 tokens, head 30, tail 10", result.Output, StringComparison.Ordinal);
        Assert.Contains("times the prefill time", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_beyond_the_context_is_refused_with_the_figures()
    {
        var model = await SmallModel.MakeAsync(_cli);

        var result = await _cli.RunAsync("bench", "reuse", "--model", model, "--sections", "20", "--section-tokens", "50", "--head-tokens", "30", "--tail-tokens", "10");

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("1,040 tokens", result.Error, StringComparison.Ordinal);
        Assert.Contains("1,024", result.Error, StringComparison.Ordinal);
    }
}
