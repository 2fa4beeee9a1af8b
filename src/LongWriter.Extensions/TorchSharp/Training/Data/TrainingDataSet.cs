namespace LongWriter;

/// <summary>Rows as sequences.</summary>
/// <param name="Sequences">In the order of files and rows; a row that is taken twice stands there twice. The order of training is shuffled by epoch.</param>
/// <param name="Report">What became of the rows.</param>
public sealed record TrainingDataSet(IReadOnlyList<TrainingSequence> Sequences, TrainingDataReport Report);

/// <summary>What became of the rows of all files.</summary>
/// <param name="Files">By file.</param>
/// <param name="MaxLength">The most tokens of a sequence.</param>
public sealed record TrainingDataReport(IReadOnlyList<TrainingFileReport> Files, int MaxLength)
{
    /// <summary>Rows that are there.</summary>
    public int Rows => Files.Sum(static f => f.Rows);

    /// <summary>Rows of an epoch, those that were dropped included; a row that is taken twice counts twice, here and below.</summary>
    public int Taken => Files.Sum(static f => f.Taken);

    /// <summary>Rows that were too long and left out.</summary>
    public int Dropped => Files.Sum(static f => f.Dropped);

    /// <summary>Rows that were too long and lost their end.</summary>
    public int Cut => Files.Sum(static f => f.Cut);

    /// <summary>Rows that were too long and became several sequences.</summary>
    public int Split => Files.Sum(static f => f.Split);

    /// <summary>Sequences of an epoch.</summary>
    public int Sequences => Files.Sum(static f => f.Sequences);

    /// <summary>Tokens of an epoch.</summary>
    public long Tokens => Files.Sum(static f => f.Tokens);

    /// <summary>Tokens of an epoch that are learned.</summary>
    public long LearnedTokens => Files.Sum(static f => f.LearnedTokens);
}

/// <summary>What became of the rows of a file; the counts are those of <see cref="TrainingDataReport"/>.</summary>
/// <param name="File">The file.</param>
/// <param name="Weight">How often its rows are taken.</param>
public sealed record TrainingFileReport(string File, double Weight)
{
    /// <summary>Rows that are there.</summary>
    public int Rows { get; internal set; }

    /// <summary>Rows of an epoch.</summary>
    public int Taken { get; internal set; }

    /// <summary>Rows left out.</summary>
    public int Dropped { get; internal set; }

    /// <summary>Rows without their end.</summary>
    public int Cut { get; internal set; }

    /// <summary>Rows that became several sequences.</summary>
    public int Split { get; internal set; }

    /// <summary>Sequences of an epoch.</summary>
    public int Sequences { get; internal set; }

    /// <summary>Tokens of an epoch.</summary>
    public long Tokens { get; internal set; }

    /// <summary>Tokens of an epoch that are learned.</summary>
    public long LearnedTokens { get; internal set; }
}
