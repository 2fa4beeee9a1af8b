namespace LongWriter;

/// <summary>A required length in words, with an optional range of what is acceptable.</summary>
/// <param name="Words">The number of words to aim at.</param>
/// <param name="Minimum">The least acceptable number of words, or <see langword="null"/> where none is stated.</param>
/// <param name="Maximum">The greatest acceptable number of words, or <see langword="null"/> where none is stated.</param>
public readonly record struct LengthTarget(int Words, int? Minimum = null, int? Maximum = null)
{
    /// <summary>A target without a range.</summary>
    /// <param name="words">The number of words to aim at.</param>
    public static implicit operator LengthTarget(int words) => new(words);

    /// <summary>Whether a number of words lies in the stated range; an end that is not stated is open.</summary>
    /// <param name="words">The number of words written.</param>
    public bool Contains(int words) => words >= (Minimum ?? 0) && words <= (Maximum ?? int.MaxValue);
}

/// <summary>How a written length compares with the required one.</summary>
public enum LengthOutcome
{
    /// <summary>Inside the range, or inside the tolerance where no range is stated.</summary>
    Met,

    /// <summary>Too short.</summary>
    Under,

    /// <summary>Too long.</summary>
    Over,

    /// <summary>The text was cut off and not completed.</summary>
    Truncated,
}
