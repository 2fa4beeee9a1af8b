namespace LongWriter;

/// <summary>How a figure differs between two runs over the prompts that both answered.</summary>
public sealed class PairedDifference
{
    internal PairedDifference(string figure, bool? higherIsBetter, int n) => (Figure, HigherIsBetter, N) = (figure, higherIsBetter, n);

    /// <summary>The figure, such as <c>S_l</c>.</summary>
    public string Figure { get; }

    /// <summary>Whether more of it is better; <see langword="null"/> where neither is, as of lengths.</summary>
    public bool? HigherIsBetter { get; }

    /// <summary>The number of prompts; several samples of one are averaged first. 0 where the figure is left out, and <see cref="Words"/> says why.</summary>
    public int N { get; }

    /// <summary>Prompts that both runs answered, but for which one of them does not have the figure; they are in none of these numbers.</summary>
    public int LeftOut { get; internal init; }

    /// <summary>The first run's mean.</summary>
    public double First { get; internal init; }

    /// <summary>The second run's mean.</summary>
    public double Second { get; internal init; }

    /// <summary>The second run's mean less the first one's.</summary>
    public double Difference { get; internal init; }

    /// <summary>The lower end of the difference's 95 % interval; <see langword="null"/> with fewer than 6 prompts.</summary>
    public double? Low { get; internal init; }

    /// <summary>The upper end.</summary>
    public double? High { get; internal init; }

    /// <summary>The probability of such a difference, or a greater one, between equal writers (two-sided, by sign flips).</summary>
    public double P { get; internal init; }

    /// <summary>Prompts on which the second run is better; where neither more nor less is, those on which it has more.</summary>
    public int Wins { get; internal init; }

    /// <summary>Prompts on which the first run is better; where neither more nor less is, those on which it has more.</summary>
    public int Losses { get; internal init; }

    /// <summary>Prompts on which they are equal.</summary>
    public int Ties { get; internal init; }

    /// <summary>Whether <see cref="P"/> is below 0.05 and the interval, for which there have to be 6 prompts, leaves 0 out. <see cref="Words"/> says where only one of them does.</summary>
    public bool IsSignificant { get; internal init; }

    /// <summary>What that means, in a sentence.</summary>
    public string Words { get; internal set; } = "";
}
