namespace LongWriter;

/// <summary>A judge's scores of one answer.</summary>
/// <param name="Judge">The judge's model, as it calls itself or was called.</param>
/// <param name="Votes">The votes that could be used, in order; empty where the judge gave none.</param>
public sealed record QualityScores(string Judge, IReadOnlyList<QualityVote> Votes)
{
    /// <summary>What was wrong with the votes that could not be used, one entry a vote.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The settings that the judge was asked with, in one line; <see langword="null"/> where the file does not say.</summary>
    public string? Settings { get; init; }

    /// <summary>The judge and its settings, as results name them; empty where nothing is known of them.</summary>
    internal string Description => string.Join(' ', new[] { Judge, Settings }.Where(static s => !string.IsNullOrEmpty(s)));

    /// <summary>Whether there is a vote.</summary>
    public bool IsJudged => Votes.Count > 0;

    /// <summary>The mean of a dimension over the votes, 1 to 5; <see cref="double.NaN"/> without a vote.</summary>
    /// <param name="dimension">The dimension.</param>
    internal double this[QualityDimension dimension] => Votes.Count == 0 ? double.NaN : Votes.Average(vote => vote.Of(dimension));

    /// <summary>
    /// S_q, 0 to 100: the mean of (score − 1)·25 over the six dimensions and the votes (LongWriter, section 4.2); <see cref="double.NaN"/> without a vote.
    /// </summary>
    public double Quality => QualityDimensions.All.Average(dimension => (this[dimension] - 1) * 25);
}

/// <summary>One vote of a judge.</summary>
/// <param name="Relevance">How well the answer does what the instruction asks for, 1 to 5.</param>
/// <param name="Accuracy">How right its facts and inferences are, 1 to 5.</param>
/// <param name="Coherence">How well it holds together, 1 to 5.</param>
/// <param name="Clarity">How clear its language is, 1 to 5.</param>
/// <param name="BreadthAndDepth">How much it covers and how deeply, 1 to 5.</param>
/// <param name="ReadingExperience">How well it reads, 1 to 5.</param>
public sealed record QualityVote(double Relevance, double Accuracy, double Coherence, double Clarity, double BreadthAndDepth, double ReadingExperience)
{
    /// <summary>What the judge wrote before its scores; empty where it wrote nothing.</summary>
    public string Analysis { get; init; } = "";

    /// <summary>The score of a dimension, 1 to 5.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    internal double Of(QualityDimension dimension) => dimension switch
    {
        QualityDimension.Relevance => Relevance,
        QualityDimension.Accuracy => Accuracy,
        QualityDimension.Coherence => Coherence,
        QualityDimension.Clarity => Clarity,
        QualityDimension.BreadthAndDepth => BreadthAndDepth,
        QualityDimension.ReadingExperience => ReadingExperience,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
    };
}

/// <summary>What a judge looks at (LongWriter, section 4.2).</summary>
internal enum QualityDimension
{
    /// <summary>"Relevance".</summary>
    Relevance,

    /// <summary>"Accuracy".</summary>
    Accuracy,

    /// <summary>"Coherence".</summary>
    Coherence,

    /// <summary>"Clarity".</summary>
    Clarity,

    /// <summary>"Breadth and Depth".</summary>
    BreadthAndDepth,

    /// <summary>"Reading Experience".</summary>
    ReadingExperience,
}
