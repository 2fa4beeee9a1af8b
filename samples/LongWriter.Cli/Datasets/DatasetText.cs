using System.Globalization;

namespace LongWriter.Cli.Datasets;

/// <summary>What <c>dataset</c> commands found, for a person to read.</summary>
internal static class DatasetText
{
    private const int BarWidth = 40;

    public static string Of(string file, DatasetStatistics s)
    {
        var lines = new List<string>
        {
            $"File      {file}, {Figures.Number(s.Bytes / 1_000_000)} MB",
            $"Rows      {Figures.Number(s.Rows)}, {Figures.Number(s.Texts)} with a text; {Figures.Number(s.Faults)} lines set aside; {Figures.Number(s.RepeatedPrompts)} prompts that came before",
            $"Languages {string.Join(", ", s.Languages.OrderByDescending(static l => l.Value).Take(8).Select(static l => $"{l.Key} {Figures.Number(l.Value)}"))}",
        };
        if (s.Texts > 0)
        {
            lines.Add($"Words     {Figures.Number(s.Words)}; {Figures.Number(s.MinWords)} to {Figures.Number(s.MaxWords)}, mean {Figures.Number(s.Words / s.Texts)}; {string.Join(", ", s.WordPercentiles.Select(static p => $"{p.Key} %: {Figures.Number(p.Value)}"))}");
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Length    {Figures.Number(s.WithLength)} rows require one; mean S_l {s.MeanLengthScore:0.0}, {Figures.Number(s.LengthScoreAtLeast80)} texts with 80 and more"));
            var most = Math.Max(1, s.Buckets.Max(static b => b.Texts));
            lines.AddRange(s.Buckets.Where(static b => b.Texts > 0).Select(b => string.Create(
                CultureInfo.InvariantCulture, $"  {(b.To == int.MaxValue ? $"{b.From:N0}+" : $"{b.From:N0} to {b.To:N0}"),16} {b.Texts,9:N0} {new string('#', (int)Math.Ceiling((double)BarWidth * b.Texts / most))}")));
        }

        return string.Join('\n', lines);
    }

    public static string Of(string output, DatasetFileReport report) => string.Join('\n',
    [
        $"File     {output}",
        $"Rows     {Figures.Number(report.Kept)} of {Figures.Number(report.Rows)} kept; {Figures.Number(report.Faults)} lines set aside",
        .. report.Rejected.OrderByDescending(static r => r.Value).Select(static r => $"Left out {Figures.Number(r.Value)} {r.Key}"),
    ]);

    public static string Of(string folder, DatasetBuildReport report) => string.Join('\n', ((IEnumerable<string>)
    [
        $"Folder   {folder}",
        $"Rows     {Figures.Number(report.Rows)} of {Figures.Count(report.Instructions, "instruction")}, {Figures.Number(report.Validation)} of them for validation; {Figures.Number(report.Words)} words",
        $"S_l      {Figures.Score(report.MeanLengthScore)}",
        $"Pairs    {Figures.Number(report.Pairs)}, {Figures.Number(report.ValidationPairs)} of them for validation",
        $"Left out {(report.Rejected.Count == 0 ? "none" : string.Join(", ", report.Rejected.OrderByDescending(static r => r.Value).Select(static r => $"{Figures.Number(r.Value)} {r.Key}")))}",
        report.Faults > 0 ? $"Faults   {Figures.Count(report.Faults, "line")} set aside" : "",
        $"Pending  {Figures.Number(report.Pending)}",
        $"Spent    {Figures.Number(report.Usage.Calls)} calls, {Figures.Number(report.Usage.TotalTokens)} tokens{(report.Cost is { } cost ? string.Create(CultureInfo.InvariantCulture, $", {cost:0.00}") : "")}",
        report.Stopped is { } stopped ? $"Stopped  {stopped}; the same command with more goes on" : "",
    ]).Where(static l => l.Length > 0));

    public static string Of(DatasetEstimate e) => string.Join('\n',
    [
        $"Rows     {Figures.Number(e.Rows)} of {Figures.Count(e.Instructions, "instruction")} would be written, {Figures.Number(e.Words)} words",
        $"Left out {(e.Rejected.Count == 0 ? "none" : string.Join(", ", e.Rejected.Select(static r => $"{Figures.Number(r.Value)} {r.Key}")))}",
        $"Calls    {Range(e.Calls)}",
        $"Tokens   {Range(e.InputTokens)} in prompts, {Range(e.OutputTokens)} in answers",
        $"Cost     {(e.Cost is { } cost ? string.Create(CultureInfo.InvariantCulture, $"{cost.Minimum:N2} to {cost.Maximum:N2}") : "unknown: give the prices with --price-in and --price-out")}",
        $"Time     {Figures.Time(e.Time.Minimum)} to {Figures.Time(e.Time.Maximum)}",
    ]);

    private static string Range(EstimateRange range) => $"{Figures.Number(range.Minimum)} to {Figures.Number(range.Maximum)}";
}
