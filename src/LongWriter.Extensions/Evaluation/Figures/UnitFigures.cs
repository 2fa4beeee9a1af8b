namespace LongWriter;

/// <summary>How a text keeps the constraints of a <see cref="UnitTask"/>, by words that have to occur: an estimate that takes any mention for a fulfilment.</summary>
public sealed class UnitFigures
{
    internal UnitFigures()
    {
    }

    /// <summary>The share of the parts that are there, 0 to 1.</summary>
    public double Completion { get; internal init; }

    /// <summary>The number of checks, one for each part that has to mention something.</summary>
    public int Checks { get; internal init; }

    /// <summary>Checks that hold, by those whose part is there, 0 to 1 (STIC-1 of LongGenBench, by words); <see langword="null"/> where there are none.</summary>
    public double? OfPresent { get; internal init; }

    /// <summary>Checks that hold, by all; one whose part is missing does not hold, 0 to 1 (STIC-2 of LongGenBench, by words); <see langword="null"/> where there are none.</summary>
    public double? OfAll { get; internal init; }

    /// <summary>The same by kind: <c>once</c>, <c>range</c>, <c>periodic</c>.</summary>
    public IReadOnlyDictionary<string, double> ByKind { get; internal init; } = new Dictionary<string, double>();

    /// <summary>The same by the quarter of the parts that a check is in, so that decay shows; <see langword="null"/> for a quarter without checks.</summary>
    public IReadOnlyList<double?> ByQuarter { get; internal init; } = [];
}
