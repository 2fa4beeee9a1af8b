using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LongWriter.Cli.Progress;

/// <summary>Draws a run: what it is, its plan with a bar a section, the totals, the latest notices.</summary>
internal static class RunPicture
{
    /// <summary>Lines beside the plan: two of head, two of table head, one each for what lies above and below, three of totals, the notices, one of air.</summary>
    private const int OtherLines = 13;

    private const int BarWidth = 20;

    public static IRenderable Draw(RunWatch watch, int width, int height)
    {
        var lines = new List<IRenderable>
        {
            Line(Printable.Short(watch.Subject, width - 1), new Style(decoration: Decoration.Bold)),
            Line(Printable.Short($"{watch.Writer} · run {watch.RunId}", width - 1), Dim),
        };
        if (watch.Plan is null)
            lines.Add(Line($"\nPlanning… {Figures.Time(watch.Elapsed)}", Style.Plain));
        else
            lines.AddRange([Steps(watch, watch.Plan, width, Math.Max(3, height - OtherLines)), Line(Totals(watch), Style.Plain)]);

        foreach (var notice in watch.Notices)
            lines.Add(Line(Printable.Short(NoticeText.Of(notice), width - 1), new Style(Color.Yellow)));

        return new Rows(lines);
    }

    private static Style Dim => new(Color.Grey);

    private static Table Steps(RunWatch watch, WritingPlan plan, int width, int room)
    {
        var table = new Table { Border = TableBorder.Simple, ShowHeaders = true };
        table.AddColumn(new TableColumn(new Text("#", Dim)).RightAligned().NoWrap());
        table.AddColumn(new TableColumn(new Text("Section", Dim)).NoWrap());
        table.AddColumn(new TableColumn(new Text("Words", Dim)).RightAligned().NoWrap());
        table.AddColumn(new TableColumn(new Text("", Dim)).NoWrap());

        // The row in work stays in sight, with most of the room for what comes.
        var steps = plan.Steps;
        var first = Math.Clamp(watch.Finished.Count - (room / 3), 0, Math.Max(0, steps.Count - room));
        var last = Math.Min(steps.Count, first + room);
        if (first > 0)
            table.AddRow(new Text(""), new Text($"↑ {first} above", Dim));
        for (var i = first; i < last; i++)
            AddStep(table, watch, steps[i], i, Math.Max(12, width - BarWidth - 34));
        if (last < steps.Count)
            table.AddRow(new Text(""), new Text($"↓ {steps.Count - last} below", Dim));

        return table;
    }

    private static void AddStep(Table table, RunWatch watch, PlanStep step, int index, int pointWidth)
    {
        var draft = watch.DraftOf(index);
        var done = index < watch.Finished.Count ? watch.Finished[index].Section : null;
        var style = done is not null ? new Style(Color.Green) : draft is not null ? new Style(Color.Yellow) : Dim;
        var written = done?.Written ?? draft?.Words;
        var share = done is not null ? 1 : draft is { } d ? Math.Min(1, d.Words / (double)Math.Max(1, step.Words)) : 0;
        var words = written is { } w ? $"{Figures.Number(w)} / {Figures.Number(step.Words)}" : Figures.Number(step.Words);
        table.AddRow(
            new Text((index + 1).ToString(CultureInfo.InvariantCulture), Dim),
            Line(Printable.Short(step.MainPoint, pointWidth), done is null && draft is null ? Dim : Style.Plain),
            new Text(words, style),
            Bar(share, style, done is not null ? " ✓" : draft is { Draft: > 1 } ? $" draft {draft.Value.Draft}" : ""));
    }

    private static string Totals(RunWatch watch)
    {
        var (words, required) = (watch.WordsWithDrafts, watch.Length.Words);
        var share = required == 0 ? 1 : Math.Min(1, words / (double)required);
        var score = watch.Finished.Count > 0 ? $" · S_l {Figures.Score(watch.Finished[^1].LengthScore)}" : "";
        var tokens = watch.Document is { } document ? $" · {Figures.Count(document.Usage.TotalTokens, "token")}"
            : watch.Tokens > 0 ? $" · {Figures.Count(watch.Tokens, "token")} written" : "";
        var left = watch.TimeLeft is { } time ? $", about {Figures.Time(time)} left" : "";
        return $"{Figures.Number(words)} of {Figures.Number(required)} words, {share.ToString("0 %", CultureInfo.InvariantCulture)}{score}{tokens} · {Figures.Time(watch.Elapsed)}{left}";
    }

    private static Paragraph Bar(double share, Style style, string remark)
    {
        var full = (int)Math.Round(share * BarWidth);
        return new Paragraph().Append(new string('━', full), style).Append(new string('─', BarWidth - full), Dim).Append(remark, style);
    }

    private static Text Line(string text, Style style) => new(text, style) { Overflow = Overflow.Ellipsis };
}
