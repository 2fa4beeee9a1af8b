using System.Globalization;

namespace LongWriter;

/// <summary>
/// The natural logarithm of written by required words. S_l says how near a text is to its length and hardly moves where texts become 10 % shorter; this says which way a writer leans, and
/// a factor counts alike at every length. Texts alone have it: a refusal is no short text, and nothing has no logarithm.
/// </summary>
internal static class LengthRatio
{
    public const string Name = "ln(written/required)";

    public static double? Of(EvaluatedAnswer answer) =>
        answer.Prediction.Length is { } required && WrittenLength.Of(answer.Prediction, answer.Words).IsText ? Of(required, answer.Words) : null;

    public static double Of(int required, int written) => Math.Log(written / (double)required);

    public static string InWords(PairedDifference d, (string First, string Second) names)
    {
        var size = string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}: {names.Second} writes {Percent(d.Difference)} of the words of {names.First} ({Percent(d.Second)} and {Percent(d.First)} of what is required) over {d.N} prompts{RunComparison.LeftOutInWords(d)}");
        if (d.Low is not { } low || d.High is not { } high)
            return $"{size}: too few prompts to tell.";

        var figures = string.Create(CultureInfo.InvariantCulture, $"(95 % interval {Percent(low)} to {Percent(high)}, p {RunComparison.PInWords(d.P)})");
        return d.IsSignificant
            ? $"{size} {figures}: {names.Second} writes {(d.Difference > 0 ? "longer" : "shorter")} texts, and chance is an unlikely reason."
            : $"{size} {figures}: {RunComparison.UntoldInWords(d, Percent(0))}.";
    }

    private static string Percent(double logarithm) => string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Exp(logarithm):0.0} %");
}
