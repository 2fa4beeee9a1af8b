namespace LongWriter;

/// <summary>A file of rows to learn from.</summary>
/// <param name="Path">JSON Lines, one object a line, in UTF-8.</param>
/// <param name="Weight">How often an epoch has each row: 1 once, 2 twice, 0.5 a half of the rows that the seed picks, 1.5 all of them and that half again. Above 0.</param>
public sealed record TrainingDataFile(string Path, double Weight = 1)
{
    /// <summary>A file whose rows are taken once.</summary>
    /// <param name="path">Its path.</param>
    public static implicit operator TrainingDataFile(string path) => new(path);
}
