namespace LongWriter;

/// <summary>
/// What a text says about itself without a judge. Tokens are lower-cased words, in Chinese and Japanese single characters. rep-n and the compression ratio grow
/// with a text's length: hold texts against each other over matched windows (<see cref="DocumentFigures.Windows"/>). Definitions and sources are in docs/evaluation.md.
/// </summary>
public sealed class TextFigures
{
    internal TextFigures()
    {
    }

    /// <summary>The number of tokens.</summary>
    public int Tokens { get; internal init; }

    /// <summary>distinct-n for n = 1 to 4: different n-grams by tokens, 0 to 1 (Li 2016, arXiv 1510.03055).</summary>
    public IReadOnlyList<double> Distinct { get; internal init; } = [];

    /// <summary>rep-n for n = 1 to 4: 1 − different n-grams by n-grams, 0 to 1 (Welleck 2019, arXiv 1908.04319).</summary>
    public IReadOnlyList<double> Repetition { get; internal init; } = [];

    /// <summary>The product of (1 − rep-n) over n = 2 to 4, 0 to 1 (Su 2022, arXiv 2202.06417).</summary>
    public double Diversity { get; internal init; }

    /// <summary>Bytes in UTF-8 by bytes in gzip form; higher is more repetitive (Shaib 2024, arXiv 2403.00553).</summary>
    public double CompressionRatio { get; internal init; }

    /// <summary>The length in tokens of the longest run that begins at two places; the two may overlap.</summary>
    public int LongestRepeat { get; internal init; }

    /// <summary>The same for two places that do not overlap.</summary>
    public int LongestSeparateRepeat { get; internal init; }

    /// <summary>The share of sentences of 8 words or 16 Chinese characters on that stand earlier in the text word for word, 0 to 1.</summary>
    public double DuplicateSentences { get; internal init; }

    /// <summary>The number of such sentences: of a short text one is a large share and says little.</summary>
    public int DuplicateSentenceCount { get; internal init; }

    /// <summary>Mean ratio of different tokens to tokens over every window of 500 tokens, 0 to 1; <see langword="null"/> for a shorter text.</summary>
    public double? MovingTypeTokenRatio { get; internal init; }

    /// <summary>The share of paragraphs that hold no more than one sentence, 0 to 1.</summary>
    public double SingleSentenceParagraphs { get; internal init; }

    /// <summary>Stock phrases of language models in 1,000 tokens.</summary>
    public double StockPhrases { get; internal init; }

    /// <summary>
    /// The share of 4-grams that stand in the text before: for a document the mean over its sections but the first, for a window that of the whole document before it.
    /// 0 to 1; <see langword="null"/> where nothing stands before.
    /// </summary>
    public double? Overlap { get; internal init; }

    /// <summary>rep-4, the figure that follows a judge best between models.</summary>
    public double Repetition4 => Repetition[3];
}
