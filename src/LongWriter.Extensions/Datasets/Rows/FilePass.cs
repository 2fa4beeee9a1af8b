using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LongWriter;

/// <summary>One pass over a data file that divides its rows into two others.</summary>
internal sealed class FilePass : IDisposable
{
    private readonly RowScan _scan;
    private readonly PendingFile _output;
    private readonly PendingFile? _rejects;
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private long _rows, _kept, _faults;

    public FilePass(string path, string output, string? rejects, DatasetReadOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentException.ThrowIfNullOrWhiteSpace(output);
        options ??= new();
        options.Check();
        string?[] paths = [Path.GetFullPath(path), Path.GetFullPath(output), rejects is null ? null : Path.GetFullPath(rejects)];
        if (paths.OfType<string>().Distinct(StringComparer.Ordinal).Count() < paths.OfType<string>().Count())
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{output} is named twice, or is the file that is read. Name another one.");

        var given = options.OnFault;
        _scan = new(path, options with
        {
            OnFault = fault =>
            {
                _faults++;
                given?.Invoke(fault);
            },
        });
        try
        {
            _output = new(output);
            _rejects = rejects is null ? null : new(rejects);
            if (_rejects is { } aside)
                _scan.OnBroken = (line, problem) => Write(aside, Broken(line.Span, problem));
        }
        catch
        {
            _output?.Dispose();
            _scan.Dispose();
            throw;
        }
    }

    public DatasetRow ReadAgain(long offset, int length) => _scan.ReadAgain(offset, length);

    /// <summary>Goes through the file.</summary>
    /// <param name="map">Looks at a row, in several threads.</param>
    /// <param name="judge">Says why it is left out, in order; null to keep it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public void Run<T>(Func<DatasetRow, T> map, Func<ScannedRow<T>, T, RowReject?> judge, CancellationToken cancellationToken) => _scan.Run(
        map,
        item =>
        {
            _rows++;
            if (judge(item, item.Value) is not { } reject)
            {
                _kept++;
                Write(_output, item.Bytes.Span);
                return;
            }

            _rejected[reject.Filter] = _rejected.GetValueOrDefault(reject.Filter) + 1;
            if (_rejects is not null)
                Write(_rejects, Marked(item.Bytes.Span, reject));
        },
        cancellationToken);

    /// <summary>Puts the files in their places.</summary>
    public DatasetFileReport Complete()
    {
        // The rows that are kept come last: where they are, the others are too.
        _rejects?.Complete();
        _output.Complete();
        return new(_rows, _kept) { Faults = _faults, Rejected = _rejected };
    }

    public void Dispose()
    {
        _scan.Dispose();
        _output.Dispose();
        _rejects?.Dispose();
    }

    private static void Write(PendingFile file, ReadOnlySpan<byte> line)
    {
        try
        {
            file.Stream.Write(line);
            file.Stream.Write("\n"u8);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw file.Unwritable(exception);
        }
    }

    /// <summary>A line that is no row, as a text.</summary>
    private static byte[] Broken(ReadOnlySpan<byte> line, string problem)
    {
        using var stream = new MemoryStream(line.Length + 200);
        using (var json = new Utf8JsonWriter(stream, JsonRowSink.Format))
        {
            json.WriteStartObject();
            json.WriteString("line"u8, Encoding.UTF8.GetString(line));
            RowForms.Rejected(json, new("line", problem));
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The row with a field that says why it is here; nothing of it is changed.</summary>
    private static byte[] Marked(ReadOnlySpan<byte> line, RowReject reject)
    {
        using var stream = new MemoryStream(line.Length + 200);
        var row = line.Trim(" \t"u8);
        if (row is [(byte)'{', .. var fields, (byte)'}'])
        {
            stream.WriteByte((byte)'{');
            stream.Write(fields);
        }
        else
        {
            stream.Write("{\"prompt\":\""u8);
            stream.Write(JsonEncodedText.Encode(row, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            stream.WriteByte((byte)'"');
        }

        stream.Write(",\"rejected\":"u8);
        using (var json = new Utf8JsonWriter(stream, JsonRowSink.Format))
        {
            json.WriteStartObject();
            json.WriteString("filter"u8, reject.Filter);
            json.WriteString("reason"u8, reject.Reason);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'}');
        return stream.ToArray();
    }
}
