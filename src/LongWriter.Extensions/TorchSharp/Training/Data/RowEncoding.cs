using System.Runtime.ExceptionServices;

namespace LongWriter;

/// <summary>Reads rows in order, encodes them side by side, and counts what became of them.</summary>
/// <param name="encode">Makes the sequences of a row; called from several threads.</param>
/// <param name="options">The options.</param>
internal sealed class RowEncoding(Func<DataRow, EncodedRow> encode, TrainingDataOptions options)
{
    // What is in memory as text at a time.
    private const int BatchRows = 256;
    private const long BatchBytes = 32L << 20;

    private readonly List<TrainingSequence> _sequences = [];

    public TrainingDataSet Read(IReadOnlyList<TrainingDataFile> files, Func<string, RowReader> open, CancellationToken cancellationToken)
    {
        var reports = new List<TrainingFileReport>();
        for (var index = 0; index < files.Count; index++)
        {
            var report = new TrainingFileReport(files[index].Path, files[index].Weight);
            foreach (var batch in Batches(Picked(files[index], index, open, report, options)))
                Encode(batch, report, cancellationToken);

            if (report.Rows == 0)
                throw new LongWriterException(LongWriterError.DatasetUnavailable, $"The data file {report.File} has no rows.");

            reports.Add(report);
        }

        var all = new TrainingDataReport(reports, options.Longest);
        return _sequences.Count > 0
            ? new(_sequences, all)
            : throw new LongWriterException(LongWriterError.DatasetUnavailable, $"All {all.Taken} rows of {string.Join(", ", reports.Select(static r => r.File))} have more than {options.Longest} tokens. Take a greater length, or cut them.");
    }

    /// <summary>The rows that an epoch takes of a file, each with how often.</summary>
    public static IEnumerable<(DataRow Row, int Times)> Picked(TrainingDataFile file, int index, Func<string, RowReader> open, TrainingFileReport report, TrainingDataOptions options)
    {
        var random = new Random(unchecked((int)(options.Seed * 1_000_003 + index)));
        var most = options.MaxRows ?? int.MaxValue;
        var times = (int)file.Weight;
        var (left, wanted) = (0, 0);
        if (file.Weight > times)
        {
            using var counter = open(file.Path);
            left = counter.Count(most);
            wanted = (int)Math.Round((file.Weight - times) * left, MidpointRounding.AwayFromZero);
            wanted = times == 0 ? Math.Max(1, wanted) : wanted;
        }

        using var reader = open(file.Path);
        while (report.Rows < most && reader.Next() is { } row)
        {
            report.Rows++;
            // Each choice of so many rows is as likely as another (Knuth, algorithm S).
            var picked = wanted > 0 && random.Next(Math.Max(1, left)) < wanted;
            (left, wanted) = (left - 1, wanted - (picked ? 1 : 0));
            if (times > 0 || picked)
                yield return (row, times + (picked ? 1 : 0));
        }
    }

    private static IEnumerable<List<(DataRow Row, int Times)>> Batches(IEnumerable<(DataRow Row, int Times)> rows)
    {
        var batch = new List<(DataRow Row, int Times)>();
        var bytes = 0L;
        foreach (var row in rows)
        {
            batch.Add(row);
            bytes += row.Row.Bytes.Length;
            if (batch.Count < BatchRows && bytes < BatchBytes)
                continue;

            yield return batch;
            (batch, bytes) = ([], 0);
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private void Encode(List<(DataRow Row, int Times)> batch, TrainingFileReport report, CancellationToken cancellationToken)
    {
        var encoded = new EncodedRow[batch.Count];
        var faults = new ExceptionDispatchInfo?[batch.Count];
        Parallel.For(0, batch.Count, new() { CancellationToken = cancellationToken }, i =>
        {
            try
            {
                encoded[i] = encode(batch[i].Row);
            }
            catch (Exception exception)
            {
                faults[i] = ExceptionDispatchInfo.Capture(exception);
            }
        });
        // The first fault of the file, whichever thread was first.
        Array.Find(faults, static fault => fault is not null)?.Throw();
        for (var i = 0; i < batch.Count; i++)
        {
            for (var time = 0; time < batch[i].Times; time++)
                Add(encoded[i], report);
        }
    }

    private void Add(EncodedRow row, TrainingFileReport report)
    {
        report.Taken++;
        report.Dropped += row.Fate == RowFate.Dropped ? 1 : 0;
        report.Cut += row.Fate == RowFate.Cut ? 1 : 0;
        report.Split += row.Fate == RowFate.Split ? 1 : 0;
        foreach (var sequence in row.Sequences)
        {
            report.Sequences++;
            report.Tokens += sequence.Length;
            report.LearnedTokens += sequence.Targets;
            _sequences.Add(sequence);
        }
    }
}

/// <summary>What a row became.</summary>
internal readonly record struct EncodedRow(RowFate Fate, params TrainingSequence[] Sequences);

/// <summary>What happened to a row.</summary>
internal enum RowFate
{
    Whole,
    Dropped,
    Cut,
    Split,
}
