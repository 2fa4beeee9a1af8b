namespace LongWriter;

/// <summary>Fates as files name them.</summary>
internal static class FateNames
{
    // what stands in results in place of a row that is no answer
    public const string Broken = "broken";
    public const string Replaced = "replaced";
    public const string Missing = "missing";

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
