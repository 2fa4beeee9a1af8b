namespace LongWriter;

/// <summary>How a text keeps the constraints of a <see cref="UnitTask"/>, by words that have to occur: an estimate that takes any mention for a fulfilment.</summary>
public sealed record UnitFigures
{
    /// <summary>The share of the parts that are there, 0 to 1.</summary>
    public required double Completion { get; init; }

    /// <summary>The number of checks, one for each part that has to mention something.</summary>
    public required int Checks { get; init; }

    /// <summary>Checks that hold, by those whose part is there, 0 to 1 (STIC-1 of LongGenBench, by words); <see langword="null"/> where there are none.</summary>
    public required double? OfPresent { get; init; }

    /// <summary>Checks that hold, by all; one whose part is missing does not hold, 0 to 1 (STIC-2 of LongGenBench, by words).</summary>
    public required double OfAll { get; init; }

    /// <summary>The same by kind: <c>once</c>, <c>range</c>, <c>periodic</c>.</summary>
    public required IReadOnlyDictionary<string, double> ByKind { get; init; }

    /// <summary>The same by the quarter of the parts that a check is in, so that decay shows; <see langword="null"/> for a quarter without checks.</summary>
    public required IReadOnlyList<double?> ByQuarter { get; init; }
}
