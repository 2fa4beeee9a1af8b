namespace LongWriter;

/// <summary>Measures texts.</summary>
internal static class TextMeasure
{
    private const int MovingWindow = 500;

    public static TextFigures Of(TokenText text, double? overlap = null)
    {
        var distinct = new double[NGramFigures.MaxN];
        var repetition = new double[NGramFigures.MaxN];
        var diversity = 1.0;
        for (var n = 1; n <= NGramFigures.MaxN; n++)
        {
            var different = NGramFigures.Different(text, n);
            var grams = text.Count - n + 1;
            distinct[n - 1] = text.Count == 0 ? 0 : different / (double)text.Count;
            repetition[n - 1] = grams <= 0 ? 0 : 1 - different / (double)grams;
            diversity *= n == 1 ? 1 : 1 - repetition[n - 1];
        }

        var suffixes = new SuffixArray(text.Ids());
        var duplicates = SentenceFigures.Duplicates(text);
        return new()
        {
            Tokens = text.Count,
            Distinct = distinct,
            Repetition = repetition,
            Diversity = diversity,
            CompressionRatio = GzipRatio.Compute(text.Text),
            LongestRepeat = suffixes.LongestRepeat(),
            LongestSeparateRepeat = suffixes.LongestSeparateRepeat(),
            DuplicateSentences = duplicates.Share,
            DuplicateSentenceCount = duplicates.Count,
            MovingTypeTokenRatio = NGramFigures.MovingTypeTokenRatio(text, MovingWindow),
            SingleSentenceParagraphs = SentenceFigures.SingleSentenceParagraphs(text.Text),
            StockPhrases = text.Count == 0 ? 0 : 1_000.0 * LongWriter.StockPhrases.Count(text) / text.Count,
            Overlap = overlap,
        };
    }

    /// <summary>The figures of consecutive windows, each with its overlap with everything before it.</summary>
    public static List<TextFigures> Windows(TokenText text, int size)
    {
        var windows = new List<TextFigures>();
        var before = new HashSet<ulong>();
        foreach (var (first, end) in text.Windows(size))
        {
            var part = text.Part(first, end);
            var grams = part.NGrams(NGramFigures.MaxN);
            windows.Add(Of(part, NGramFigures.Overlap(grams, before)));
            before.UnionWith(grams);
        }

        return windows;
    }
}
