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

    public int WithoutLength => Scores.WithoutLength;

    public int InvalidLength => Scores.InvalidLength;

    public int Empty => Scores.Empty;

    public int Refused => Scores.Refused;

    public int Cut => Scores.Cut;

    public int Failed => Scores.Failed;

    public int Broken => Scores.Broken;

    public int Faulty => Scores.Faulty;

    public int Replaced => Scores.Replaced;

    public double? LengthVariation => EvalNumbers.Round(Scores.LengthVariation);

    public string ToText()
    {
        var text = new StringBuilder();
        text.Append($"S_l     {EvalNumbers.Show(Mean)} over {Figures.Count(N, "answer")}\n");
        text.Append($"Counted {Figures.Number(Empty)} empty, {Figures.Number(Refused)} refused, {Figures.Number(Cut)} cut, {Figures.Number(Failed)} failed\n");
        text.Append($"Left    {Figures.Number(WithoutLength)} without a length, {Figures.Number(InvalidLength)} with one that is none, {Figures.Number(Broken)} broken, {Figures.Number(Replaced)} replaced by later rows\n");
        if (Faulty > 0)
            text.Append($"Faulty  {Figures.Count(Faulty, "row")} in part\n");
        if (LengthVariation is { } swing)
            text.Append($"Swing   {Figures.Score(swing)} % between answers to one prompt\n");
        text.Append(EvalNumbers.Lines("By required length", ByBucket, counts: CountByBucket));
        text.Append(EvalNumbers.Lines("By type", ByType, counts: CountByType));
        text.Append(EvalNumbers.Lines("By language", ByLanguage, counts: CountByLanguage));
        return text.ToString().TrimEnd();
    }
}
