using System.Globalization;
using System.Text;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Journal;

/// <summary>A run on a screen.</summary>
internal static class RunCard
{
    private const int PointWidth = 80;

    public static string Render(WritingRun run, string? resume)
    {
        var card = new StringBuilder();
        Add("Run", run.Id);
        Add("Status", $"{WriteReports.Name(run.Progress)}. {Summary.Of(run)}");
        Add("Started", run.StartedAt.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        Add("Instruction", Printable.Short(run.Request.Instruction, 300));
        Add("Title", run.Request.Title);
        Add("Language", $"{run.Language} (words counted by '{run.Counter}')");
        Add("S_l", ScoreOf(run) is { } score ? Figures.Score(score) : null);
        Add("Usage", $"{Figures.Count(run.Usage.Calls, "call")}, {Figures.Count(run.Usage.TotalTokens, "token")}, {Figures.Time(run.Elapsed)}");
        Add("Settings", string.Join(", ", CliSettings.FromMetadata(run.Request.Metadata).Values.Select(static s => $"{s.Key} {s.Value}")));
        if (run.Plan is { } plan)
            AddSections(card, run, plan);

        Add("\nGo on with", resume);
        return card.ToString().TrimEnd();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                card.Append(name.PadRight(13)).Append(Printable.Line(value)).Append('\n');
        }
    }

    /// <summary>S_l of a whole document.</summary>
    public static double? ScoreOf(WritingRun run) =>
        run is { Progress: RunProgress.Completed, Length.Words: > 0 and var required } ? LengthScore.Compute(required, run.Words) : null;

    private static void AddSections(StringBuilder card, WritingRun run, WritingPlan plan)
    {
        card.Append("\n   #   asked  written  section\n");
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            var section = i < run.Sections.Count ? run.Sections[i] : null;
            card.Append(
                CultureInfo.InvariantCulture,
                $"{i + 1,4}  {(section is null ? "-" : Figures.Number(section.Asked)),6}  {(section is null ? "-" : Figures.Number(section.Written)),7}  {Printable.Short(plan.Steps[i].MainPoint, PointWidth)}\n");
        }
    }
}
