namespace LongWriter;

/// <summary>Fates as files name them.</summary>
internal static class FateNames
{
    public static string Of(PredictionFate fate) => fate switch
    {
        PredictionFate.Cut => "cut",
        PredictionFate.Refused => "refused",
        PredictionFate.Failed => "failed",
        _ => "whole",
    };

    /// <exception cref="FormatException">There is no such fate.</exception>
    public static PredictionFate Parse(string name) => name switch
    {
        "whole" => PredictionFate.Whole,
        "cut" => PredictionFate.Cut,
        "refused" => PredictionFate.Refused,
        "failed" => PredictionFate.Failed,
        _ => throw new FormatException("has a 'fate' that is none of whole, cut, refused, failed"),
    };
}
