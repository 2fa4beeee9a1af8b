namespace LongWriter;

/// <summary>What a data file holds.</summary>
public sealed record DatasetStatistics
{
    /// <summary>Rows that could be read.</summary>
    public long Rows { get; init; }

    /// <summary>Lines that are no rows.</summary>
    public long Faults { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Rows that have a text.</summary>
    public long Texts { get; init; }

    /// <summary>Words of all texts, each counted with the counter of its row's language.</summary>
    public long Words { get; init; }

    /// <summary>Words of the shortest text; 0 without texts.</summary>
    public int MinWords { get; init; }

    /// <summary>Words of the longest text; 0 without texts.</summary>
    public int MaxWords { get; init; }

    /// <summary>Words of a text by percentile: 10, 25, 50, 75, 90, 99; above 200,000 words the greatest only. Empty without texts.</summary>
    public IReadOnlyDictionary<int, int> WordPercentiles { get; init; } = new Dictionary<int, int>();

    /// <summary>Texts by length, in order: from, to (exclusive; the last is open), texts.</summary>
    public IReadOnlyList<LengthBucket> Buckets { get; init; } = [];

    /// <summary>Rows that state a required length.</summary>
    public long WithLength { get; init; }

    /// <summary>The mean S_l of the texts for which a length is required; 0 without any.</summary>
    public double MeanLengthScore { get; init; }

    /// <summary>Of these texts, those with S_l of 80 and more.</summary>
    public long LengthScoreAtLeast80 { get; init; }

    /// <summary>Rows by language.</summary>
    public IReadOnlyDictionary<string, long> Languages { get; init; } = new Dictionary<string, long>();

    /// <summary>Rows whose prompt stands in the file before, letter for letter.</summary>
    public long RepeatedPrompts { get; init; }

    /// <summary>Reads a file once. Beside fixed tables 16 bytes a row are held, for the prompts that were seen.</summary>
    /// <param name="path">The file, in one of the forms of <see cref="DatasetReader.Read"/>.</param>
    /// <param name="options">Limits and faults; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be read.</exception>
    public static DatasetStatistics Read(string path, DatasetReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new();
        options.Check();
        return new StatisticsScan().Run(path, options, cancellationToken);
    }
}

/// <summary>Texts of a range of lengths.</summary>
/// <param name="From">The least words.</param>
/// <param name="To">The words from which on a text is longer; <see cref="int.MaxValue"/> for the last bucket.</param>
/// <param name="Texts">The number of texts.</param>
public sealed record LengthBucket(int From, int To, long Texts);
