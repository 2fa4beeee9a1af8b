namespace LongWriter;

/// <summary>The dimensions as files and judges name them.</summary>
internal static class QualityDimensions
{
    public static readonly QualityDimension[] All = Enum.GetValues<QualityDimension>();

    public static string Name(QualityDimension dimension) => dimension switch
    {
        QualityDimension.BreadthAndDepth => "Breadth and Depth",
        QualityDimension.ReadingExperience => "Reading Experience",
        _ => dimension.ToString(),
    };

    /// <summary>The dimension that a name means, case and what stands between its words aside.</summary>
    public static QualityDimension? Find(string name)
    {
        var bare = Bare(name);
        foreach (var dimension in All)
        {
            if (Bare(Name(dimension)).Equals(bare, StringComparison.OrdinalIgnoreCase))
                return dimension;
        }

        return null;
    }

    public static QualityVote Vote(IReadOnlyDictionary<QualityDimension, double> scores, string analysis) => new(
        scores[QualityDimension.Relevance],
        scores[QualityDimension.Accuracy],
        scores[QualityDimension.Coherence],
        scores[QualityDimension.Clarity],
        scores[QualityDimension.BreadthAndDepth],
        scores[QualityDimension.ReadingExperience])
    {
        Analysis = analysis,
    };

    private static string Bare(string name) => string.Concat(name.Where(static c => c is not (' ' or '_' or '-' or '&'))).Replace("and", "", StringComparison.OrdinalIgnoreCase);
}
