using System.Globalization;

namespace LongWriter.Tests;

public class DatasetCardTests
{
    [Fact]
    public void The_filters_that_were_on_are_named_and_no_others()
    {
        var card = Write(new() { Filters = new() { MinLengthScore = null, Without = ["refusal", "language-drift"] }, TextFilters = [new Mine()] });
        var filters = Assert.Single(card.Split('\n'), static line => line.StartsWith("- Filters:", StringComparison.Ordinal));
        Assert.Contains("`unfinished`", filters);
        Assert.Contains("`mine`", filters);
        foreach (var off in (string[])["refusal", "language", "words", "language-drift", "length-score", "S_l"])
            Assert.DoesNotContain(off, filters);
        Assert.Contains("`language`", Write(new() { Filters = new() { Languages = ["en"] } }));
    }

    [Fact]
    public async Task A_card_is_the_same_on_every_machine()
    {
        var card = await Task.Run(static () =>
        {
            CultureInfo.CurrentCulture = BuildCase.OtherCulture;
            return Write(new() { SelectWords = 2_500, Filters = new() { MinLengthScore = 82.5 } });
        });
        Assert.Contains("more than 2,500 words", card);
        Assert.Contains("`length-score` (S_l of at least 82.5)", card);
        Assert.Contains("12,345 words", card);
    }

    private static string Write(DatasetBuildOptions options) => DatasetCard.Write(new(4, 3) { Words = 12_345 }, [], options);

    private sealed class Mine : IRowFilter
    {
        public string Name => "mine";

        public string? FindFault(DatasetRow row) => null;
    }
}
