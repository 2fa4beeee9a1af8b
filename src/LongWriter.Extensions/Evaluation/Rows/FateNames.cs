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

    /// <summary>The fate of a name; null where there is none.</summary>
    public static PredictionFate? Find(string name) => name switch
    {
        "whole" => PredictionFate.Whole,
        "cut" => PredictionFate.Cut,
        "refused" => PredictionFate.Refused,
        "failed" => PredictionFate.Failed,
        _ => null,
    };
}
