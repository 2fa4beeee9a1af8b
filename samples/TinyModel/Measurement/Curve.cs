using System.Globalization;
using TinyModel.Experiment;

namespace TinyModel.Measurement;

/// <summary>What a model writes over required lengths.</summary>
/// <param name="Points">By required length, 0 for "as long as you can".</param>
/// <param name="LengthScore">Mean S_l of all answers with a required length; 0 for those that did not end by themselves.</param>
/// <param name="Ended">The share of answers that ended by themselves.</param>
internal sealed record Curve(IReadOnlyList<CurvePoint> Points, double LengthScore, double Ended)
{
    /// <summary>The largest mean over the grid.</summary>
    public CurvePoint Plateau => Points.Where(static p => p.Required > 0).MaxBy(static p => p.Words.Mean)!;

    /// <summary>The figures at a required length; 0 for "as long as you can".</summary>
    public CurvePoint At(int required) => Points.First(p => p.Required == required);

    public static Curve Of(IReadOnlyList<Answer> answers)
    {
        var points = answers.GroupBy(static a => a.Question.Required).OrderBy(static g => g.Key == 0 ? int.MaxValue : g.Key).Select(static g => CurvePoint.Of(g.Key, [.. g])).ToList();
        var required = answers.Where(static a => a.Question.Required > 0).ToList();
        return new(points, required.Average(static a => a.LengthScore), answers.Average(static a => a.Ended ? 1.0 : 0.0));
    }

    /// <summary>One line: required → mean (share that ended).</summary>
    public override string ToString() => string.Join("  ", Points.Select(static p => string.Create(
        CultureInfo.InvariantCulture, $"{(p.Required == 0 ? "longest" : p.Required.ToString(CultureInfo.InvariantCulture))}→{p.Words.Mean:N0}{(p.Ended < 1 ? $"({p.Ended:P0})" : "")}")))
        + string.Create(CultureInfo.InvariantCulture, $"  S_l {LengthScore:N1}");
}

/// <summary>What a model writes at one required length.</summary>
/// <param name="Required">Words; 0 for "as long as you can".</param>
/// <param name="Answers">How many answers.</param>
/// <param name="Words">Mean words of the answers that ended by themselves.</param>
internal sealed record CurvePoint(int Required, int Answers, Interval Words, double Median, double P10, double P90, double Ended, double LengthScore)
{
    public static CurvePoint Of(int required, IReadOnlyList<Answer> answers)
    {
        // What ran on to the limit has no length of its own; it is counted apart, by the share that ended.
        var ended = answers.Where(static a => a.Ended).Select(static a => (double)a.Words).ToList();
        if (ended.Count == 0)
            ended.Add(0);
        return new(
            required, answers.Count, Statistics.MeanInterval(ended), Statistics.Quantile(ended, 0.5), Statistics.Quantile(ended, 0.1), Statistics.Quantile(ended, 0.9),
            answers.Average(static a => a.Ended ? 1.0 : 0.0), required == 0 ? 0 : answers.Average(static a => a.LengthScore));
    }
}
