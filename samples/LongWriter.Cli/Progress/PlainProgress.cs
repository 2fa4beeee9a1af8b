namespace LongWriter.Cli.Progress;

/// <summary>A line for everything that is settled: for logs, pipes and terminals that cannot do more.</summary>
internal sealed class PlainProgress(TextWriter output, RunWatch watch, bool showPlan) : IProgressView
{
    private const int PointWidth = 100;

    public async Task RunAsync(Func<Action<WritingUpdate>, Task> work)
    {
        output.WriteLine(Printable.Line($"Run {watch.RunId} ({watch.Writer})"));
        await work(Show);
    }

    private void Show(WritingUpdate update)
    {
        watch.Apply(update);
        switch (update)
        {
            case PlanReadyUpdate ready when showPlan:
                ShowPlan(ready);
                break;
            case SectionFinishedUpdate finished:
                ShowSection(finished);
                break;
            case NoticeUpdate { Notice: var notice }:
                output.WriteLine(NoticeText.Of(notice));
                break;
        }
    }

    private void ShowPlan(PlanReadyUpdate ready)
    {
        var steps = ready.Plan.Steps;
        output.WriteLine($"Plan{(ready.Resumed ? " (resumed)" : "")}: {Figures.Count(steps.Count, "section")}, {Figures.Length(ready.Length)} words");
        for (var i = 0; i < steps.Count; i++)
            output.WriteLine($"  {i + 1}. {Printable.Short(steps[i].MainPoint, PointWidth)} ({Figures.Number(steps[i].Words)} words)");
    }

    private void ShowSection(SectionFinishedUpdate finished)
    {
        var section = finished.Section;
        var left = watch.TimeLeft is { } time && !finished.Resumed ? $", about {Figures.Time(time)} left" : "";
        output.WriteLine(
            $"Section {section.Index + 1}/{watch.Plan?.Steps.Count}{(finished.Resumed ? " (resumed)" : "")}: {Figures.Number(section.Written)} words"
            + $"{(section.Drafts > 1 ? $" in {section.Drafts} drafts" : "")}; {Figures.Number(finished.Words)} of {Figures.Number(watch.Length.Words)} so far{left}");
    }
}
