namespace LongWriter;

/// <summary>Two answers, of which one is better.</summary>
/// <param name="RowId">Which row of which file it comes from; named in errors.</param>
/// <param name="Chosen">The better answer behind its prompt; the answer alone is learned, so the prompt's labels are <see cref="TrainingSequence.Ignored"/>.</param>
/// <param name="Rejected">The other one. Its prompt may be another.</param>
public sealed record PreferencePair(string RowId, TrainingSequence Chosen, TrainingSequence Rejected)
{
    internal IEnumerable<TrainingSequence> Sides => [Chosen, Rejected];

    // Sides of their own, named apart, so that one answer may stand in several pairs.
    internal PreferencePair Named() => new(RowId, Chosen with { RowId = $"{RowId} (chosen)" }, Rejected with { RowId = $"{RowId} (rejected)" });
}
