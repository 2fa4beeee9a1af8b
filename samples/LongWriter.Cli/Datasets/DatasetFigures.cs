namespace LongWriter.Cli.Datasets;

/// <summary>What became of rows, in a line.</summary>
internal static class DatasetFigures
{
    public static string Rows(TrainingDataReport report, string? template)
    {
        var tooLong = $"of more than {Figures.Number(report.MaxLength)} tokens";
        string?[] parts =
        [
            Figures.Count(report.Taken, "row") + (template is null ? "" : $" as {template}"),
            report.Dropped > 0 ? $"{Figures.Number(report.Dropped)} {tooLong} dropped" : null,
            report.Cut > 0 ? $"{Figures.Number(report.Cut)} {tooLong} cut" : null,
            report.Split > 0 ? $"{Figures.Number(report.Split)} {tooLong} split" : null,
        ];
        return string.Join("; ", parts.Where(static part => part is not null));
    }
}
