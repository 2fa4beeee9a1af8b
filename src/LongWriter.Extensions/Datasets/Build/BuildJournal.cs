using System.Text.Json;

namespace LongWriter;

/// <summary>
/// What a build has paid for beside its runs, durable line by line, so that nothing is asked twice: decisions, texts that are written, refusals,
/// instructions made for texts, lengths that were given. One build at a time holds it.
/// </summary>
internal sealed class BuildJournal : IDisposable
{
    private readonly string _path;
    private readonly HeldLineFile _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Kind, string Key), BuildRecord> _records = [];

    private BuildJournal(string path, HeldLineFile file) => (_path, _file) = (path, file);

    /// <summary>What was spent on all calls of the build so far, as it is noted here. Prices are not, so that those of today count.</summary>
    public UsageByModel Spent { get; } = new();

    /// <summary>Opens the journal, reads it, and cuts a torn last line off.</summary>
    /// <exception cref="LongWriterException">Another build writes it, or it is damaged, or cannot be written.</exception>
    public static async Task<BuildJournal> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var journal = new BuildJournal(path, HeldLineFile.Open(path, "The build's journal cannot be kept"));
        try
        {
            await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
            journal._file.Lines.CutTail();
            return journal;
        }
        catch (Exception exception)
        {
            journal.Dispose();
            if (StorageFault.Covers(exception))
                throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The build's journal cannot be kept", path, exception);

            throw;
        }
    }

    public BuildRecord? Find(string kind, string key)
    {
        lock (_gate)
            return _records.GetValueOrDefault((kind, key));
    }

    /// <summary>Keeps a record; it is durable when the call returns.</summary>
    public void Add(BuildRecord record)
    {
        try
        {
            var line = JsonSerializer.SerializeToUtf8Bytes(record, BuildJson.Default.BuildRecord);
            lock (_gate)
            {
                _file.Lines.Append(line, durable: true);
                Take(record);
            }
        }
        catch (Exception exception) when (StorageFault.Covers(exception) || exception is InvalidOperationException)
        {
            throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The build's journal takes no more records", _path, exception);
        }
    }

    public void Dispose() => _file.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var number = 0;
        var lines = LineReader.ReadAsync(
            _file.Lines.Handle, _file.Lines.Length, e => StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The build's journal cannot be read", _path, e), cancellationToken);
        await foreach (var bytes in lines.ConfigureAwait(false))
        {
            number++;
            try
            {
                Take(JsonSerializer.Deserialize(bytes.Span, BuildJson.Default.BuildRecord) ?? throw new JsonException("It is no record."));
            }
            catch (JsonException exception)
            {
                throw new LongWriterException(
                    LongWriterError.DatasetUnavailable, $"Line {number} of {_path} is damaged ({exception.Message}) Remove the line to pay for it again, or name another folder.", exception);
            }
        }
    }

    private void Take(BuildRecord record)
    {
        _records[(record.Kind, record.Key)] = record;
        if (record.Kind != BuildRecord.Spend)
            return;

        Spent.Add(record.Model, new(record.Calls ?? 0, record.InputTokens ?? 0, record.CachedInputTokens ?? 0, record.OutputTokens ?? 0));
    }
}
