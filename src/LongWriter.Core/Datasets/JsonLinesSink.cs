using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LongWriter;

/// <summary>
/// Appends items to a JSON Lines file: one item, one line, one write, in UTF-8. Text beyond ASCII stays readable; only characters
/// outside the Basic Multilingual Plane, such as emoji, are escaped, as .NET's JSON does. Safe for concurrent use.
/// </summary>
/// <typeparam name="T">The item's type.</typeparam>
/// <remarks>
/// <para>
/// <b>Once.</b> Items are served at least once. With a key an item whose key is in the file is not written again, after a restart
/// too when the key's property is named: the file's keys are then read at the first write.
/// </para>
/// <para>
/// <b>Whole lines.</b> What a crash left of a last line is cut off at the first write; a last line that is a whole JSON object or
/// array and only lacks its line feed, as an editor may leave it, is kept. Rows that are there are otherwise never changed.
/// </para>
/// <para>
/// <b>One writer.</b> From the first write until it is disposed the sink holds <c>{file}.lock</c>, so a second sink on the same
/// file, in this process or another, fails instead of mixing rows. New files have mode 0600 on Unix, new folders 0700.
/// </para>
/// <para>After a failed write the file is opened afresh by the next one, so the sink goes on once the disk has room again.</para>
/// </remarks>
public sealed class JsonLinesSink<T> : IDatasetSink<T>, IAsyncDisposable
{
    private const int KeptBuffer = 1 << 20;

    private readonly JsonTypeInfo<T> _typeInfo;
    private readonly Func<T, string>? _key;
    private readonly string? _keyProperty;
    private readonly bool _flushToDisk;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly JsonWriterOptions _format;
    private ArrayBufferWriter<byte> _buffer = new();
    private DatasetFile? _file;
    private bool _disposed;

    /// <summary>Makes a sink. Nothing on disk is touched before the first write.</summary>
    /// <param name="path">The file, made where there is none, as are its folders.</param>
    /// <param name="typeInfo">
    /// How an item becomes JSON, from a source-generated context. Its encoder is used where it has one, else one that escapes only
    /// what JSON must; indentation is switched off.
    /// </param>
    /// <param name="key">An item's key; <see langword="null"/> (the default) writes every item.</param>
    /// <param name="keyProperty">
    /// The JSON property, at the top of a row, that holds the key (a string or a number). <see langword="null"/> (the default): keys are
    /// remembered from this sink's own writes only.
    /// </param>
    /// <param name="flushToDisk">
    /// Whether each line is synced to disk before the write returns. Default <see langword="true"/>; without it a row that a run counts as
    /// delivered can be lost when the power fails.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is empty or not a path, or <paramref name="keyProperty"/> is given without <paramref name="key"/>.
    /// </exception>
    public JsonLinesSink(string path, JsonTypeInfo<T> typeInfo, Func<T, string>? key = null, string? keyProperty = null, bool flushToDisk = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(typeInfo);
        if (keyProperty is not null && key is null)
            throw new ArgumentException("The key's property is named, so say with 'key' how an item's key is had.", nameof(keyProperty));

        FilePath = Path.GetFullPath(path);
        _typeInfo = typeInfo;
        _key = key;
        _keyProperty = keyProperty;
        _flushToDisk = flushToDisk;
        _format = new JsonWriterOptions
        {
            Encoder = typeInfo.Options.Encoder ?? JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = typeInfo.Options.MaxDepth,
        };
    }

    /// <summary>The full path of the file.</summary>
    public string FilePath { get; }

    /// <summary>Makes the lines of an open file; tests put failing disks here.</summary>
    internal Func<FileStream, LineFile> OpenLines { get; init; } = static stream => new LineFile(stream);

    /// <inheritdoc/>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>, or <see cref="LongWriterError.DatasetLocked"/> where another writer holds the file: nothing of the item is in the file.</exception>
    /// <exception cref="ObjectDisposedException">The sink is disposed.</exception>
    public async ValueTask WriteAsync(T item, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _file ??= await DatasetFile.OpenAsync(FilePath, _keyProperty, _keys, OpenLines, cancellationToken).ConfigureAwait(false);
            var key = _key?.Invoke(item);
            if (key is not null && _keys.Contains(key))
                return;

            Append(_file, item);
            if (key is not null)
                _keys.Add(key);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes the file and releases its lock. Waits for a write that is under way.</summary>
    /// <returns>A task that ends when the file is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _disposed = true;
            _file?.Close();
        }
        finally
        {
            _file = null;
            _gate.Release();
        }
    }

    private void Append(DatasetFile file, T item)
    {
        try
        {
            using (var writer = new Utf8JsonWriter(_buffer, _format))
                JsonSerializer.Serialize(writer, item, _typeInfo);

            file.Append(_buffer.WrittenSpan, _flushToDisk);
        }
        catch (LongWriterException)
        {
            // The next write opens the file afresh and finds what of this line has to go.
            file.Dispose();
            _file = null;
            throw;
        }
        finally
        {
            if (_buffer.Capacity > KeptBuffer)
                _buffer = new ArrayBufferWriter<byte>();
            else
                _buffer.ResetWrittenCount();
        }
    }
}
