using LongWriter.Cli.Progress;
using Spectre.Console;

namespace LongWriter.Cli.Tests.Progress;

public sealed class RunPictureTests
{
    private const string Hostile = "[red]Lamps[/]\u001b[2J\u202e and lenses";

    [Fact]
    public void What_models_say_neither_styles_nor_steers_the_terminal()
    {
        var watch = Watch(3);
        watch.Apply(new NoticeUpdate(new WritingNotice(NoticeKind.Retry, "The server\u0007 said [bold]no")));

        var picture = Draw(watch, 100, 30);

        Assert.Contains("[red]Lamps[/]", picture, StringComparison.Ordinal);
        Assert.Contains("retry: The server  said [bold]no", picture, StringComparison.Ordinal);
        Assert.DoesNotContain(picture, static c => char.IsControl(c) && c != '\n' || c == '\u202e');
    }

    [Fact]
    public void Words_of_accepted_sections_and_of_the_latest_draft_are_shown()
    {
        var watch = Watch(3);
        watch.Apply(new SectionFinishedUpdate(new WrittenSection(0, "s0", 100, 97, "text"), 97, 98.5));
        watch.Apply(new DraftUpdate(1, 1, "one two three"));
        watch.Apply(new DraftUpdate(1, 2, "one "));
        watch.Apply(new DraftUpdate(1, 2, "two"));

        var picture = Draw(watch, 100, 30);

        Assert.Contains("97 / 100", picture, StringComparison.Ordinal);
        Assert.Contains("2 / 100", picture, StringComparison.Ordinal);
        Assert.Contains("draft 2", picture, StringComparison.Ordinal);
        Assert.Contains("99 of 300 words, 33 %", picture, StringComparison.Ordinal);
        Assert.Contains("S_l 98.5", picture, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, 12)]
    [InlineData(80, 24)]
    [InlineData(200, 60)]
    public void A_long_plan_stays_within_the_screen_and_keeps_the_section_in_work_in_sight(int width, int height)
    {
        var watch = Watch(250);
        for (var i = 0; i < 120; i++)
            watch.Apply(new SectionFinishedUpdate(new WrittenSection(i, $"s{i}", 100, 100, "text"), (i + 1) * 100, 100));

        var lines = Draw(watch, width, height).TrimEnd('\n').Split('\n');

        Assert.InRange(lines.Length, 8, height);
        Assert.Contains(lines, static l => l.Contains(" 121 ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
    }

    private static RunWatch Watch(int steps)
    {
        var watch = new RunWatch(new WritingRequest("Write about lamps") { Id = "run-1" }, "simulated", TimeProvider.System);
        var plan = new WritingPlan([.. Enumerable.Range(0, steps).Select(static i => new PlanStep($"s{i}", i == 0 ? Hostile : $"Point {i}", 100))]);
        watch.Apply(new PlanReadyUpdate(plan, steps * 100, new WritingEstimate(default, default, default)));
        return watch;
    }

    private static string Draw(RunWatch watch, int width, int height)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Write(RunPicture.Draw(watch, width, height));
        return writer.ToString().ReplaceLineEndings("\n");
    }
}
