using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LongWriter;

/// <summary>Writes rows as JSON Lines in one of the forms of <see cref="RowForms"/>.</summary>
/// <param name="path">The file.</param>
/// <param name="write">Writes the fields of a row.</param>
/// <param name="findFault">Says why the form has no place for a row; null where it has one for each.</param>
internal sealed class JsonRowSink(string path, Action<Utf8JsonWriter, DatasetRow> write, Func<DatasetRow, string?>? findFault = null) : IRowSink
{
    internal static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    private readonly PendingFile _file = new(path);
    private readonly ArrayBufferWriter<byte> _line = new();

    public string? FindFault(DatasetRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return findFault?.Invoke(row);
    }

    public ValueTask WriteAsync(DatasetRow item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        cancellationToken.ThrowIfCancellationRequested();
        if (FindFault(item) is not null)
            return default;

        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, Format))
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        _line.Write("\n"u8);
        try
        {
            _file.Stream.Write(_line.WrittenSpan);
            return default;
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw _file.Unwritable(exception);
        }
    }

    public ValueTask PrepareAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _file.Prepare();
        return default;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _file.Complete();
        return default;
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return default;
    }
}
