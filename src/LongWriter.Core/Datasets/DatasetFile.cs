using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LongWriter;

/// <summary>An open, locked data set file.</summary>
internal sealed class DatasetFile : IDisposable
{
    private const int MaxDepth = 1_000;

    private readonly string _path;
    private readonly HeldLineFile _file;

    private DatasetFile(string path, HeldLineFile file) => (_path, _file) = (path, file);

    private LineFile Lines => _file.Lines;

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
        var file = new DatasetFile(path, HeldLineFile.Open(path, "The data set cannot be opened", openLines: openLines));
        try
        {
            if (file.TailIsWhole())
                file.Lines.EndTail();
            if (keyProperty is not null)
                await file.ReadKeysAsync(Encoding.UTF8.GetBytes(keyProperty), keys, cancellationToken).ConfigureAwait(false);

            // Only after the rows were found to be rows: a file that is none keeps its last line.
            file.Lines.CutTail();
            return file;
        }
        catch (Exception e)
        {
            file.Dispose();
            if (StorageFault.Covers(e))
                throw Wrap("The data set cannot be opened", path, e);

            throw;
        }
    }

    public void Append(ReadOnlySpan<byte> row, bool durable)
    {
        try
        {
            Lines.Append(row, durable);
        }
        catch (Exception e) when (StorageFault.Covers(e))
        {
            throw Wrap("A row cannot be appended to the data set", _path, e);
        }
    }

    /// <summary>Closes the file and removes the lock file.</summary>
    public void Close()
    {
        try
        {
            _file.Close();
        }
        catch (Exception e) when (StorageFault.Covers(e))
        {
            throw Wrap("The data set is written, but its lock file cannot be removed", _path, e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static LongWriterException Wrap(string what, string path, Exception exception) =>
        StorageFault.Wrap(LongWriterError.DatasetUnavailable, what, path, exception);

    // An object or array shows its own end, so what is whole was written whole, by an editor that ends no last line.
    private bool TailIsWhole()
    {
        if (Lines.TornBytes == 0 || Lines.TornBytes > Array.MaxLength)
            return false;

        var tail = new byte[Lines.TornBytes];
        Lines.ReadTail(tail);
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
        var rows = LineReader.ReadAsync(Lines.Handle, Lines.Length, e => Wrap("The data set cannot be read", _path, e), cancellationToken);
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
