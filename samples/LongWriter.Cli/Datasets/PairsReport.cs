using System.Globalization;

namespace LongWriter.Cli.Datasets;

/// <summary>What <c>dataset pairs</c> prints.</summary>
internal sealed record PairsReport(string Output, string SamplesFile, int Instructions, int Pairs)
{
    public int BelowMargin { get; init; }

    public int WithoutAnswers { get; init; }

    public int WithoutScore { get; init; }

    public int Samples { get; init; }

    public int Refusals { get; init; }

    public int Empty { get; init; }

    public int Cut { get; init; }

    public double ChosenScore { get; init; }

    public double RejectedScore { get; init; }

    public double MinMargin { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public static PairsReport Of(string file, string samples, PreferencePairOptions options, PreferencePairReport report) => new(file, samples, report.Instructions, report.Pairs)
    {
        BelowMargin = report.BelowMargin,
        WithoutAnswers = report.WithoutAnswers,
        WithoutScore = report.WithoutScore,
        Samples = report.Samples,
        Refusals = report.Refusals,
        Empty = report.Empty,
        Cut = report.Cut,
        ChosenScore = Math.Round(report.ChosenScore, 4),
        RejectedScore = Math.Round(report.RejectedScore, 4),
        MinMargin = options.MinMargin,
        InputTokens = report.InputTokens,
        OutputTokens = report.OutputTokens,
    };

    public string ToText() => string.Join('\n',
    [
        $"File    {Output}",
        $"Pairs   {Figures.Number(Pairs)} of {Figures.Count(Instructions, "instruction")}; left out: {Figures.Number(BelowMargin)} below the margin, {Figures.Number(WithoutAnswers)} without two answers, {Figures.Number(WithoutScore)} without a length",
        $"Samples {Figures.Number(Samples)}; {Figures.Number(Cut)} cut, {Figures.Number(Refusals)} refused, {Figures.Number(Empty)} empty; {Figures.Number(OutputTokens)} tokens written",
        string.Create(CultureInfo.InvariantCulture, $"S_l     {ChosenScore:N1} chosen, {RejectedScore:N1} rejected"),
    ]);
}
