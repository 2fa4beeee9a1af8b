namespace LongWriter;

/// <summary>How a report looks.</summary>
public sealed record HtmlReportOptions
{
    /// <summary>The page's title; "Evaluation".</summary>
    public string Title { get; init; } = "Evaluation";

    /// <summary>
    /// The most bytes that prompts, answers and a judge's remarks take together as they stand in the page; 24,000,000. Where they would take more the longest ones are shown up to an
    /// equal size, which the page says. The figures are always those of the whole texts.
    /// </summary>
    public long MaxTextBytes { get; init; } = 24_000_000;

    /// <exception cref="LongWriterException">A value is out of its range.</exception>
    internal void Check() => OptionRange.Hold(MaxTextBytes >= 0, nameof(MaxTextBytes), MaxTextBytes, "0 or more");
}
