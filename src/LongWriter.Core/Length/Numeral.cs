namespace LongWriter;

/// <summary>A number found in an instruction.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where the text goes on.</param>
/// <param name="Low">Its value; the lower one of a pair such as 五六百.</param>
/// <param name="High">Its value; the upper one of a pair such as 五六百.</param>
/// <param name="Scale">The multiplier at its end (1,000 for "10k"), 1 where there is none.</param>
/// <param name="Kind">How it is written.</param>
internal readonly record struct Numeral(int Start, int End, double Low, double High, double Scale, NumeralKind Kind)
{
    public bool IsPair => Low != High;
}

/// <summary>How a number is written.</summary>
internal enum NumeralKind
{
    Digits,
    English,
    Chinese,
}
