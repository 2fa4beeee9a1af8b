namespace LongWriter;

/// <summary>What a stated length is the length of.</summary>
internal enum LengthScope
{
    /// <summary>The document, as far as one can tell.</summary>
    Whole,

    /// <summary>The document, and it says so ("in total", 全文).</summary>
    Total,

    /// <summary>Each of several parts ("400 words each", 每篇400字).</summary>
    Each,

    /// <summary>One named part ("a 150-word abstract", 摘要200字).</summary>
    Component,

    /// <summary>A further text beside the one asked for first ("and a 200-word poem").</summary>
    Further,

    /// <summary>Probably a text that is there already ("my 5,000-word draft").</summary>
    Source,
}

/// <summary>A length stated in an instruction.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where the text goes on.</param>
/// <param name="Text">The words it is stated with, for messages.</param>
/// <param name="Words">The number of words to aim at.</param>
/// <param name="Minimum">The least number, where stated.</param>
/// <param name="Maximum">The greatest number, where stated.</param>
/// <param name="Exact">Whether <paramref name="Words"/> is stated, rather than only a bound or range.</param>
internal sealed record LengthMention(int Start, int End, string Text, double Words, double? Minimum, double? Maximum, bool Exact)
{
    public LengthScope Scope { get; init; }

    /// <summary>Whether it reads as a requirement, not as something told in a pasted text.</summary>
    public bool IsStrong { get; init; }

    /// <summary>The part it belongs to, in its base form.</summary>
    public string? Part { get; init; }

    /// <summary>Of <see cref="LengthScope.Each"/>: how many parts there are; 0 while unknown.</summary>
    public int Count { get; init; }

    public LengthMention Times(double factor) =>
        this with { Words = Words * factor, Minimum = Minimum * factor, Maximum = Maximum * factor };
}

/// <summary>A number of parts stated in an instruction: five chapters, 五篇.</summary>
internal readonly record struct PartCount(int Position, int Count, string Part);
