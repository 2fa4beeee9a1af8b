namespace LongWriter;

/// <summary>A line of a build's journal: a decision, a text that is written, one that was refused, an instruction made for a text, a length that was given, or what was spent.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">What it is about: a hash of everything that it depends on, or a run's id.</param>
internal sealed record BuildRecord(string Kind, string Key)
{
    public const string Selection = "selection";
    public const string Done = "done";
    public const string Refused = "refused";
    public const string Instruction = "instruction";
    public const string Spend = "spend";
    public const string Length = "length";

    public bool? Taken { get; init; }

    public string? Text { get; init; }

    public int? Words { get; init; }

    public string? Model { get; init; }

    public int? Calls { get; init; }

    public long? InputTokens { get; init; }

    public long? CachedInputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public decimal? Cost { get; init; }
}
