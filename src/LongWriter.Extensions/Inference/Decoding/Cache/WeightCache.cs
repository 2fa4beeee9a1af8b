using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>Keeps a model's quantised matrices on disk as they stand in memory: below a folder, one of its own for each source, with the bytes in one file and what they have to be in another.</summary>
/// <remarks>The cache is never needed: what is not as it has to be is made anew, and what cannot be written is logged.</remarks>
internal sealed class WeightCache
{
    /// <summary>Counted up whenever the same weights make other bytes: another quantisation, another place in memory.</summary>
    public const int Layout = 1;

    public const string DataFile = "weights.bin";
    public const string ManifestFile = "manifest.json";

    private readonly string _root;
    private readonly ModelWeights _source;
    private readonly string _fingerprint;
    private readonly int _threads;
    private readonly ILogger _logger;

    private WeightCache(string root, ModelWeights source, string fingerprint, int threads, ILogger logger) =>
        (_root, _source, _fingerprint, _threads, _logger) = (root, source, fingerprint, threads, logger);

    private string Folder => Path.Combine(_root, _fingerprint);

    /// <summary>The cache of a source; <see langword="null"/> where the source cannot be told from others.</summary>
    public static WeightCache? Open(string root, ModelWeights source, int threads, ILogger logger)
    {
        try
        {
            if (FingerprintOf(source) is { } fingerprint)
                return new(Path.GetFullPath(root), source, fingerprint, threads, logger);

            WeightCacheLog.NotKept(logger, root, "the weights come from no files that could be recognised again");
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            WeightCacheLog.NotKept(logger, root, exception.Message);
        }

        return null;
    }

    /// <summary>Fills memory from the cache.</summary>
    /// <returns>Whether every byte is as it was written; else what is in the memory now means nothing.</returns>
    public bool TryRead(NativeBuffer memory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Folder, ManifestFile);
        if (!Directory.Exists(Folder))
            return false;

        try
        {
            var fault = WeightCacheManifest.TryRead(path, _fingerprint, memory.Bytes, out var manifest)
                ?? WeightCacheData.Read(Path.Combine(Folder, DataFile), memory, manifest.Sums, _threads, cancellationToken);
            if (fault is null)
            {
                WeightCacheLog.Read(_logger, memory.Bytes, Folder);
                return true;
            }

            WeightCacheLog.Unusable(_logger, Folder, fault);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            WeightCacheLog.Unusable(_logger, Folder, exception.Message);
        }

        return false;
    }

    /// <summary>Writes memory to the cache, in the place of what is there. It appears whole or not at all.</summary>
    public void Write(NativeBuffer memory, CancellationToken cancellationToken)
    {
        try
        {
            if (FingerprintOf(_source) != _fingerprint)
            {
                WeightCacheLog.NotKept(_logger, Folder, "the model's files were changed while they were read");
                return;
            }

            Directory.CreateDirectory(_root);
            // Whoever else loads the model now writes the same bytes: one of them is enough.
            using var turn = new FileStream(Path.Combine(_root, $".{_fingerprint}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            Replace(memory, cancellationToken);
            WeightCacheLog.Written(_logger, memory.Bytes, Folder);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            WeightCacheLog.NotKept(_logger, Folder, exception.Message);
        }
    }

    private void Replace(NativeBuffer memory, CancellationToken cancellationToken)
    {
        var unfinished = Path.Combine(_root, $".{_fingerprint}.unfinished");
        try
        {
            // Left behind where a process was killed.
            Delete(unfinished);
            Directory.CreateDirectory(unfinished);
            var sums = WeightCacheData.Write(Path.Combine(unfinished, DataFile), memory, _threads, cancellationToken);
            WeightCacheManifest.Of(_fingerprint, memory.Bytes, sums).Write(Path.Combine(unfinished, ManifestFile));
            // Not forced to the disk, which takes longer than all else: what a power failure tears, the sums show.
            Delete(Folder);
            Directory.Move(unfinished, Folder);
        }
        finally
        {
            Delete(unfinished);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static string? FingerprintOf(ModelWeights source)
    {
        using var fingerprint = new SourceFingerprint();
        fingerprint.Add($"{WeightFormat.Int8} {Layout} {source.Config.Architecture}");
        return source.Identify(fingerprint) ? fingerprint.Take() : null;
    }

    // A folder that is none or may not be used, a full disk, a path that is no path; of the source, that config.json is gone.
    private static bool IsExpected(Exception exception) => exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or LongWriterException;
}
