using System.Text;

namespace LongWriter.Cli.Evaluation;

/// <summary>What <c>eval length</c> prints.</summary>
internal sealed record EvalLengthReport(string Input, LengthEvaluation Scores, IReadOnlyList<BrokenRow> BrokenRows)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public LengthEvaluation Scores { get; init; } = Scores;

    public IReadOnlyList<BrokenRow> FaultyRows { get; init; } = [];

    public double? Mean => EvalNumbers.Round(Scores.Mean);

    public int N => Scores.N;

    public IReadOnlyDictionary<string, double> ByBucket => EvalNumbers.Round(Scores.ByBucket);

    public IReadOnlyDictionary<string, double> ByType => EvalNumbers.Round(Scores.ByType);

    public IReadOnlyDictionary<string, double> ByLanguage => EvalNumbers.Round(Scores.ByLanguage);

    public IReadOnlyDictionary<string, int> CountByBucket => Scores.CountByBucket;

    public IReadOnlyDictionary<string, int> CountByType => Scores.CountByType;

    public IReadOnlyDictionary<string, int> CountByLanguage => Scores.CountByLanguage;

    public RowCounts Rows => Scores.Rows;

    public int WithoutLength => Scores.Rows.WithoutLength;

    public int InvalidLength => Scores.Rows.InvalidLength;

    public int Empty => Scores.Rows.Empty;

    public int Refused => Scores.Rows.Refused;

    public int Cut => Scores.Rows.Cut;

    public int Failed => Scores.Rows.Failed;

    public int Broken => Scores.Rows.Broken;

    public int Faulty => Scores.Rows.Faulty;

    public int Replaced => Scores.Rows.Replaced;

    public double? LengthVariation => EvalNumbers.Round(Scores.LengthVariation);

    public string ToText()
    {
        var text = new StringBuilder();
        text.Append($"S_l     {EvalNumbers.Show(Mean)} over {Figures.Count(N, "answer")}\n");
        text.AppendJoin('\n', EvalRows.Lines(Scores.Rows)).Append('\n');
        if (LengthVariation is { } swing)
            text.Append($"Swing   {Figures.Score(swing)} % between answers to one prompt\n");
        text.Append(EvalNumbers.Lines("By required length", ByBucket, counts: CountByBucket));
        text.Append(EvalNumbers.Lines("By type", ByType, counts: CountByType));
        text.Append(EvalNumbers.Lines("By language", ByLanguage, counts: CountByLanguage));
        return text.ToString().TrimEnd();
    }
}
