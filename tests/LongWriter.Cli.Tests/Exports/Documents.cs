namespace LongWriter.Cli.Tests.Exports;

/// <summary>Documents with a given text.</summary>
internal static class Documents
{
    public static WritingDocument Of(params string[] sections) => Of(null, sections);

    public static WritingDocument Of(string? title, string[] sections)
    {
        var plan = new WritingPlan([.. sections.Select(static (_, i) => new PlanStep($"s{i}", $"Secret note {i + 1}", 100))]);
        return new WritingDocument(
            "run-1",
            WritingStatus.Completed,
            new WritingRequest("Write about tea") { Title = title, Language = "en" },
            plan,
            [.. sections.Select(static (text, i) => new WrittenSection(i, $"s{i}", 120, 80 + i, text))])
        {
            RequiredLength = 100 * sections.Length,
            Words = sections.Select(static (_, i) => 80 + i).Sum(),
            Counter = "longwriter",
            LengthScore = 91.25,
            Outcome = LengthOutcome.Under,
            Usage = new RunUsage(5, 1_000, 0, 500),
            Elapsed = TimeSpan.FromSeconds(95),
        };
    }
}
