using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LongWriter;

/// <summary>An open, locked data set file.</summary>
internal sealed class DatasetFile : IDisposable
{
    private const int MaxDepth = 1_000;

    private readonly string _path;
    private readonly FileLock _lock;
    private readonly LineFile _lines;

    private DatasetFile(string path, FileLock fileLock, LineFile lines)
    {
        _path = path;
        _lock = fileLock;
        _lines = lines;
    }

    /// <summary>Opens a file for appending and reads its rows' keys.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="keyProperty">The property that holds a row's key, or <see langword="null"/> to read none.</param>
    /// <param name="keys">Where the keys go.</param>
    /// <param name="openLines">Makes the lines of an open file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async ValueTask<DatasetFile> OpenAsync(
        string path,
        string? keyProperty,
        HashSet<string> keys,
        Func<FileStream, LineFile> openLines,
        CancellationToken cancellationToken)
    {
        FileLock? fileLock = null;
        FileStream? stream = null;
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path) ?? path);
            fileLock = FileLock.TryAcquire(path + ".lock") ?? throw Locked(path);
            stream = PrivateFile.Open(path, FileAccess.ReadWrite, FileShare.Read);
            var file = new DatasetFile(path, fileLock, openLines(stream));
            if (file.TailIsWhole())
                file._lines.EndTail();
            if (keyProperty is not null)
                await file.ReadKeysAsync(Encoding.UTF8.GetBytes(keyProperty), keys, cancellationToken).ConfigureAwait(false);

            // Only after the rows were found to be rows: a file that is none keeps its last line.
            file._lines.CutTail();
            return file;
        }
        catch (Exception e)
        {
            stream?.Dispose();
            fileLock?.Dispose();
            if (StorageFault.Covers(e))
                throw Wrap("The data set cannot be opened", path, e);

            throw;
        }
    }

    public void Append(ReadOnlySpan<byte> row, bool durable)
    {
        try
        {
            _lines.Append(row, durable);
        }
        catch (Exception e) when (StorageFault.Covers(e))
        {
            throw Wrap("A row cannot be appended to the data set", _path, e);
        }
    }

    /// <summary>Closes the file and removes the lock file.</summary>
    public void Close()
    {
        _lines.Dispose();
        try
        {
            _lock.DeleteFile();
        }
        catch (Exception e) when (StorageFault.Covers(e))
        {
            throw Wrap("The data set is written, but its lock file cannot be removed", _path, e);
        }
        finally
        {
            _lock.Dispose();
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _lock.Dispose();
    }

    private static LongWriterException Locked(string path) => new(
        LongWriterError.DatasetUnavailable,
        $"The data set {path} is being written by another sink, in this process or another (lock file {path}.lock). Wait until it is disposed, share one sink, or choose another file.");

    private static LongWriterException Wrap(string what, string path, Exception exception) =>
        StorageFault.Wrap(LongWriterError.DatasetUnavailable, what, path, exception);

    // An object or array shows its own end, so what is whole was written whole, by an editor that ends no last line.
    private bool TailIsWhole()
    {
        if (_lines.TornBytes == 0 || _lines.TornBytes > Array.MaxLength)
            return false;

        var tail = new byte[_lines.TornBytes];
        _lines.ReadTail(tail);
        var json = WithoutByteOrderMark(tail);
        if (json.IsEmpty || json[0] is not ((byte)'{' or (byte)'['))
            return false;

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async ValueTask ReadKeysAsync(byte[] property, HashSet<string> keys, CancellationToken cancellationToken)
    {
        long number = 0;
        var rows = LineReader.ReadAsync(_lines.Handle, _lines.Length, e => Wrap("The data set cannot be read", _path, e), cancellationToken);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            number++;
            try
            {
                if (FindKey(WithoutByteOrderMark(row.Span), property) is { } key)
                    keys.Add(key);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                throw new LongWriterException(
                    LongWriterError.DatasetUnavailable,
                    string.Create(CultureInfo.InvariantCulture, $"Line {number} of {_path} is not a JSON row ({e.Message}) Repair or remove the line, or choose another file."),
                    e);
            }
        }
    }

    private static string? FindKey(ReadOnlySpan<byte> row, ReadOnlySpan<byte> property)
    {
        if (row.Trim(" \t\r"u8).IsEmpty)
            return null;

        string? key = null;
        var reader = new Utf8JsonReader(row, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !reader.ValueTextEquals(property))
                continue;

            reader.Read();
            key = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                _ => key,
            };
        }

        return key;
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
}
