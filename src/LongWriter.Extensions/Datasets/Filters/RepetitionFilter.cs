namespace LongWriter;

/// <summary>Texts that do not go round in circles: neither a loop of a few words, nor the same sentence in a row, nor long passages that stand there before, nor one thought said again and again in nearly the same words.</summary>
internal sealed class RepetitionFilter(RowFilterOptions options) : IRowFilter
{
    // Minutes, litanies and recipes come to 0.2.
    private const double MostReworded = 0.25;

    public string Name => "repetition";

    public string? FindFault(DatasetRow row)
    {
        if (row.Text is not { } text || string.IsNullOrWhiteSpace(text))
            return null;

        var figures = RepetitionFigures.Of(text);
        return figures.Loop is { } loop ? $"a loop: '{loop}'"
            : figures.RepeatedShare > options.MaxRepeatedShare ? FormattableString.Invariant($"{figures.RepeatedShare:P0} of the text stands in it before")
            : figures.RewordedShare > MostReworded ? FormattableString.Invariant($"{figures.RewordedShare:P0} of the text says again what stands in it before")
            : null;
    }
}
