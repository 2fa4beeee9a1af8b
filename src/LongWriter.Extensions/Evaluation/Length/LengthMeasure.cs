namespace LongWriter;

/// <summary>Adds length scores up.</summary>
internal static class LengthMeasure
{
    public const string NoType = "(none)";

    public static LengthEvaluation Of(IReadOnlyList<WrittenLength> rows, RowCounts counts)
    {
        var scored = rows.Where(static r => r.Required is not null).ToList();
        var bucket = Groups(scored, static r => LengthBuckets.Of(r.Required!.Value), LengthBuckets.Names);
        var type = Groups(scored, static r => r.Type.Length == 0 ? NoType : r.Type);
        var language = Groups(scored, static r => AnswerLanguage.NormalTagOf(r.Language));
        return new()
        {
            Mean = scored.Count == 0 ? null : scored.Average(static r => r.Score!.Value),
            N = scored.Count,
            ByBucket = bucket.Means,
            CountByBucket = bucket.Counts,
            ByType = type.Means,
            CountByType = type.Counts,
            ByLanguage = language.Means,
            CountByLanguage = language.Counts,
            Rows = counts,
            LengthVariation = Variation(rows),
        };
    }

    private static (Dictionary<string, double> Means, Dictionary<string, int> Counts) Groups(List<WrittenLength> rows, Func<WrittenLength, string> key, string[]? order = null)
    {
        var groups = rows.GroupBy(key, StringComparer.Ordinal);
        var ordered = (order is null ? groups.OrderBy(static g => g.Key, StringComparer.Ordinal) : groups.OrderBy(g => Array.IndexOf(order, g.Key))).ToList();
        return (
            ordered.ToDictionary(static g => g.Key, static g => g.Average(static r => r.Score!.Value), StringComparer.Ordinal),
            ordered.ToDictionary(static g => g.Key, static g => g.Count(), StringComparer.Ordinal));
    }

    private static double? Variation(IReadOnlyList<WrittenLength> rows)
    {
        var shares = new List<double>();
        foreach (var answers in rows.Where(static r => r.IsText).GroupBy(static r => r.Key))
        {
            var lengths = answers.Select(static a => (double)a.Written).ToList();
            var mean = lengths.Average();
            if (lengths.Count > 1 && mean > 0)
                shares.Add(100 * Math.Sqrt(lengths.Sum(l => (l - mean) * (l - mean)) / (lengths.Count - 1)) / mean);
        }

        return shares.Count == 0 ? null : shares.Average();
    }
}
