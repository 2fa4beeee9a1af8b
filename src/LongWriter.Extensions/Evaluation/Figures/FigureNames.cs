namespace LongWriter;

/// <summary>The figures of a text by the names that stand in results and in docs/evaluation.md.</summary>
internal static class FigureNames
{
    public const string Repetition4 = "rep4";
    public const string Compression = "compression";
    public const string Overlap = "overlap4";

    public static readonly (string Name, Func<TextFigures, double?> Value)[] All =
    [
        ("distinct1", static f => f.Distinct[0]),
        ("distinct2", static f => f.Distinct[1]),
        ("distinct3", static f => f.Distinct[2]),
        ("distinct4", static f => f.Distinct[3]),
        ("rep1", static f => f.Repetition[0]),
        ("rep2", static f => f.Repetition[1]),
        ("rep3", static f => f.Repetition[2]),
        (Repetition4, static f => f.Repetition[3]),
        ("diversity", static f => f.Diversity),
        (Compression, static f => f.CompressionRatio),
        ("longestRepeat", static f => f.LongestRepeat),
        ("longestSeparateRepeat", static f => f.LongestSeparateRepeat),
        ("duplicateSentences", static f => f.DuplicateSentences),
        ("mattr500", static f => f.MovingTypeTokenRatio),
        ("singleSentenceParagraphs", static f => f.SingleSentenceParagraphs),
        ("stockPhrases", static f => f.StockPhrases),
        (Overlap, static f => f.Overlap),
    ];

    /// <summary>The mean of each figure over the texts that have it.</summary>
    public static Dictionary<string, double> Means(IReadOnlyCollection<TextFigures> figures)
    {
        var means = new Dictionary<string, double>();
        foreach (var (name, value) in All)
        {
            if (figures.Select(value).OfType<double>().ToList() is { Count: > 0 } there)
                means[name] = there.Average();
        }

        return means;
    }
}
