using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>An open journal of <see cref="FileJournalStore"/>.</summary>
internal sealed partial class FileJournal : IJournal
{
    private readonly string _runId;
    private readonly string _path;
    private readonly LineFile _lines;
    private readonly FileLock _lock;
    private readonly ILogger _logger;
    private readonly long _lengthAtOpen;
    private bool _disposed;

    public FileJournal(string runId, string path, LineFile lines, FileLock fileLock, ILogger logger)
    {
        _runId = runId;
        _path = path;
        _lines = lines;
        _lock = fileLock;
        _logger = logger;
        if (lines.TornBytes > 0)
            LogTornTail(runId, lines.TornBytes);

        lines.CutTail();
        _lengthAtOpen = lines.Length;
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await foreach (var record in LineReader.ReadAsync(_lines.Handle, _lengthAtOpen, WrapRead, cancellationToken).ConfigureAwait(false))
            yield return record;
    }

    public ValueTask AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        JournalRecord.Validate(record.Span);
        cancellationToken.ThrowIfCancellationRequested();
        if (_lines.Failure is { } earlier)
            throw Wrap("The journal takes no more records since an append failed; open the run again", earlier);

        try
        {
            // A record a section, so minutes lie between two of these: a thread switch would only add to the disk's time.
            _lines.Append(record.Span, durable: true);
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (StorageFault.Covers(e))
        {
            LogAppendFailed(e, _runId, _path);
            if (_lines.CutFailure is { } left)
                LogRemains(left, _runId, _path);

            throw Wrap("A record cannot be appended to the journal", e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _lines.Dispose();
        _lock.Dispose();
        return ValueTask.CompletedTask;
    }

    private LongWriterException Wrap(string what, Exception exception) =>
        StorageFault.Wrap(LongWriterError.JournalUnavailable, what, _path, exception, _runId, resumable: true);

    private LongWriterException WrapRead(Exception exception) => Wrap("The journal cannot be read", exception);

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId}: cut a torn record of {Bytes} bytes off the journal's end.")]
    private partial void LogTornTail(string runId, long bytes);

    [LoggerMessage(2, LogLevel.Error, "Run {RunId}: a record cannot be appended to {Path}.")]
    private partial void LogAppendFailed(Exception exception, string runId, string path);

    [LoggerMessage(3, LogLevel.Warning, "Run {RunId}: what the failed append left in {Path} stays until the journal is opened again.")]
    private partial void LogRemains(Exception exception, string runId, string path);
}
