using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LongWriter;

/// <summary>Writes rows as JSON Lines in one of the forms of <see cref="RowForms"/>.</summary>
/// <param name="path">The file.</param>
/// <param name="write">Writes the fields of a row; false where the form has nothing for it.</param>
internal sealed class JsonRowSink(string path, Func<Utf8JsonWriter, DatasetRow, bool> write) : IRowSink
{
    internal static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    private readonly PendingFile _file = new(path);
    private readonly ArrayBufferWriter<byte> _line = new();

    public ValueTask WriteAsync(DatasetRow item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        cancellationToken.ThrowIfCancellationRequested();
        _line.ResetWrittenCount();
        bool any;
        using (var json = new Utf8JsonWriter(_line, Format))
        {
            json.WriteStartObject();
            any = write(json, item);
            json.WriteEndObject();
        }

        if (!any)
            return default;

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
