using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>Keeps the patched copy of a library on disk, where the system's loader can take it from.</summary>
internal sealed class PatchedLibraryCache(string? folder, ILogger logger)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Loads bytes as a library: from the cache, written there before if need be, else from a folder of this process.</summary>
    /// <param name="fileName">The library's file name.</param>
    /// <param name="content">What the file has to hold; compared byte by byte before it is loaded.</param>
    /// <param name="load">Loads a file.</param>
    /// <returns>The path that was loaded.</returns>
    public string Load(string fileName, byte[] content, Action<string> load)
    {
        if (TryPlace(fileName, content) is { } cached)
        {
            try
            {
                load(cached);
                return cached;
            }
            catch (DllNotFoundException error)
            {
                // For example a home that is mounted so that nothing in it may be executed.
                TorchLog.CacheUnusable(logger, cached, error.Message);
            }
        }

        // The folder is new and closed to others, so nobody can exchange the file between writing and loading; the loaded library outlives its file.
        var temporary = Directory.CreateTempSubdirectory("longwriter-");
        try
        {
            var path = Path.Combine(temporary.FullName, fileName);
            File.WriteAllBytes(path, content);
            load(path);
            return path;
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    /// <summary>The path of a file with this content in the cache; <see langword="null"/> where there can be none.</summary>
    public string? TryPlace(string fileName, byte[] content)
    {
        var root = folder ?? DefaultFolder();
        if (root is null)
            return null;

        try
        {
            var place = Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
            CreateOwned(root);
            CreateOwned(place);
            var path = Path.Combine(place, fileName);
            if (!Holds(path, content))
                Write(path, content);

            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TorchLog.CacheUnusable(logger, root, error.Message);
            return null;
        }
    }

    private static string? DefaultFolder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) || !Path.IsPathRooted(cache))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (home.Length == 0)
                return null;

            cache = Path.Combine(home, ".cache");
        }

        return Path.Combine(cache, "longwriter", "native");
    }

    private static void CreateOwned(string path)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Only Linux needs the copy.");

        var created = Directory.CreateDirectory(path, OwnerOnly);
        if ((created.UnixFileMode & OthersWrite) != 0)
            throw new IOException("Others may write to it.");
    }

    private static bool Holds(string path, byte[] content)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
    }

    private static void Write(string path, byte[] content)
    {
        // Written beside and renamed: a second process sees the whole file or none, and a library that is in use keeps its old file.
        var partial = $"{path}.{Environment.ProcessId}-{Path.GetRandomFileName()}";
        try
        {
            File.WriteAllBytes(partial, content);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
