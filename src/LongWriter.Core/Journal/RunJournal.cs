namespace LongWriter;

/// <summary>The open journal of a run: typed records over an <see cref="IJournal"/>. Thread-safe.</summary>
internal sealed class RunJournal : IAsyncDisposable
{
    private readonly IJournal _journal;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _runId;

    private RunJournal(IJournal journal, string runId)
    {
        _journal = journal;
        _runId = runId;
    }

    /// <summary>What the records add up to, as they stand.</summary>
    public RunHistory History { get; } = new();

    public static async ValueTask<RunJournal> OpenAsync(IJournalStore store, string runId, CancellationToken cancellationToken)
    {
        var journal = new RunJournal(await store.OpenAsync(runId, cancellationToken).ConfigureAwait(false), runId);
        try
        {
            await ReplayAsync(journal._journal.ReadAsync(cancellationToken), journal.History, runId).ConfigureAwait(false);
            return journal;
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Applies lines to a history.</summary>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.JournalDamaged"/>, with the line's number.</exception>
    public static async ValueTask ReplayAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> lines, RunHistory history, string runId)
    {
        var number = 0;
        await foreach (var line in lines.ConfigureAwait(false))
        {
            number++;
            try
            {
                history.Apply(RunRecordCodec.Decode(line.Span));
            }
            catch (NotSupportedException exception)
            {
                throw new LongWriterException(
                    LongWriterError.JournalDamaged,
                    $"The journal of run '{runId}' was written by a newer version: {exception.Message}. Nothing was changed. Go on with that version, or write under a new id.",
                    exception)
                {
                    RunId = runId,
                };
            }
            catch (FormatException exception)
            {
                throw new LongWriterException(
                    LongWriterError.JournalDamaged,
                    $"Line {number} of the journal of run '{runId}' cannot be used: {exception.Message}. Nothing was changed. Restore the file, cut it off before that line to go on from there, or write under a new id.",
                    exception)
                {
                    RunId = runId,
                };
            }
        }
    }

    /// <summary>Makes a record durable, then part of the history.</summary>
    public async ValueTask AppendAsync(RunRecord record, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _journal.AppendAsync(RunRecordCodec.Encode(record), cancellationToken).ConfigureAwait(false);
            History.Apply(record);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes a text once and keeps it.</summary>
    public async ValueTask<string> RememberAsync(string key, Func<CancellationToken, Task<string>> make, RunMeter meter, CancellationToken cancellationToken)
    {
        if (Recall(key) is { } known)
            return known;

        var text = await make(cancellationToken).ConfigureAwait(false);
        await AppendAsync(new TextRemembered(key, text) { Spent = meter.Spent }, cancellationToken).ConfigureAwait(false);
        return text;
    }

    private string? Recall(string key)
    {
        _gate.Wait();
        try
        {
            return History.Memory.GetValueOrDefault(key);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    public override string ToString() => $"journal of run '{_runId}'";
}
