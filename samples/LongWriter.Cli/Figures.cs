using System.Globalization;

namespace LongWriter.Cli;

/// <summary>Figures as people read them.</summary>
internal static class Figures
{
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Score(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Seconds while they are few, then minutes and seconds, then hours too.</summary>
    public static string Time(TimeSpan value) => value.TotalSeconds switch
    {
        < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.0} s"),
        < 3_599.5 => value.ToString(@"m\:ss", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $@"{(int)value.TotalHours}:{value:mm\:ss}"),
    };

    public static string Count(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>The required length with the range that was stated for it.</summary>
    public static string Length(LengthTarget length) => length switch
    {
        { Minimum: null, Maximum: null } => Number(length.Words),
        { Minimum: { } least, Maximum: { } most } => $"{Number(length.Words)} ({Number(least)} to {Number(most)})",
        { Minimum: { } least } => $"{Number(length.Words)} (at least {Number(least)})",
        _ => $"{Number(length.Words)} (at most {Number(length.Maximum!.Value)})",
    };
}
