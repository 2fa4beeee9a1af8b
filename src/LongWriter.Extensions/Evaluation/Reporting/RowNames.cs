namespace LongWriter;

/// <summary>How a report names an answer, everywhere alike, so that the table's search finds it.</summary>
internal static class RowNames
{
    /// <summary>The characters of a name that a page shows.</summary>
    public const int Longest = 120;

    public static string Of(Prediction prediction) =>
        prediction.Sample == 0 ? prediction.Id : FormattableString.Invariant($"{prediction.Id}, sample {prediction.Sample}");
}
