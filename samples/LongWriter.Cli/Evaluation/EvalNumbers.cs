namespace LongWriter.Cli.Evaluation;

/// <summary>Figures as results show them: four places, which is more than any of them is good for.</summary>
internal static class EvalNumbers
{
    public static double? Round(double? value) => value is { } number ? Math.Round(number, 4) : null;

    public static Dictionary<string, double> Round(IReadOnlyDictionary<string, double> values) => values.ToDictionary(static v => v.Key, static v => Math.Round(v.Value, 4));

    public static string Show(double? value) => value is { } number ? Figures.Score(number) : "none";

    public static string Lines(string title, IReadOnlyDictionary<string, double> values, string format = "0.0", IReadOnlyDictionary<string, int>? counts = null) => values.Count == 0 ? "" :
        $"{title}\n" + string.Join('\n', values.Select(v => $"  {Printable.Short(v.Key, 36),-36} {v.Value.ToString(format, System.Globalization.CultureInfo.InvariantCulture),10}{(counts is null ? "" : $"  ({Figures.Number(counts[v.Key])})")}")) + "\n";
}
