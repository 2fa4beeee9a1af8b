using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>Loads libtorch and TorchSharp's native library by their paths, so that TorchSharp, which asks by name, finds them in the process; the latter as a patched copy where the system's C++ library is too old for it.</summary>
internal sealed class LinuxTorchLoader(NativePlatform platform, IReadOnlyList<string> folders, TorchRuntimeOptions options, ILogger logger)
{
    private const ushort X64 = 62;

    public void Load()
    {
        var chosen = options.NativeFolder is { } named ? LibtorchFolder.Find(platform, named) : null;
        var torchSharp = FindTorchSharp(chosen is null ? folders : [chosen, .. folders]);
        var folder = FindLibtorch(chosen is null ? folders : [chosen]);
        foreach (var name in LibtorchFolder.Libraries)
            LoadFile(Path.Combine(folder, platform.FileName(name)));

        var loaded = LoadTorchSharp(torchSharp);
        TorchLog.Loaded(logger, folder, loaded);
    }

    private string FindTorchSharp(IReadOnlyList<string> folders)
    {
        if (NativeFolders.Find(folders, platform.TorchSharpFile) is { } path)
            return Check(path);

        throw NativePlatform.Unavailable($"TorchSharp's native library {platform.TorchSharpFile} is not with the app. Reference the package TorchSharp 0.107.0 in the app's project, and build or publish it for {platform.Rid}. Looked in: {string.Join(", ", folders)}.");
    }

    private string FindLibtorch(IReadOnlyList<string> folders)
    {
        if (NativeFolders.Find(folders, platform.FileName("torch_cpu")) is not { } path)
            throw NativePlatform.Unavailable($"libtorch is not with the app: LongWriter leaves the choice to it. Reference {platform.Packages} in the app's project, or name the folder that has it with {nameof(TorchRuntimeOptions)}.{nameof(TorchRuntimeOptions.NativeFolder)}. Looked in: {string.Join(", ", folders)}.");

        var folder = Path.GetDirectoryName(path)!;
        foreach (var name in LibtorchFolder.Libraries)
        {
            var file = Path.Combine(folder, platform.FileName(name));
            if (!File.Exists(file))
                throw NativePlatform.Unavailable($"libtorch is incomplete: {file} is missing. Restore the package of libtorch again ({platform.Packages}).");

            Check(file);
        }

        return folder;
    }

    private static string Check(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var header = ElfHeader.Read(file);
            if (header.LoadedLength > (ulong)file.Length)
                throw new InvalidDataException($"it has {file.Length} bytes instead of at least {header.LoadedLength}");

            return header.Machine == X64 ? path : throw NativePlatform.Unavailable($"{path} is made for another processor (ELF machine {header.Machine}) than this process (x64). Publish the app for its own platform.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(path, error.Message, error);
        }
    }

    private string LoadTorchSharp(string path)
    {
        try
        {
            NativeLibrary.Load(path);
            return path;
        }
        catch (DllNotFoundException error) when (LacksVersion(error))
        {
            return LoadPatched(path, error);
        }
        catch (DllNotFoundException error)
        {
            throw NotLoaded(path, error);
        }
    }

    // The loader names the first version that it misses; an older C++ library misses others too, which are used.
    private static bool LacksVersion(DllNotFoundException error) =>
        error.Message.Contains(VersionNeedPatch.Library, StringComparison.Ordinal) && error.Message.Contains(VersionNeedPatch.Version, StringComparison.Ordinal);

    private string LoadPatched(string path, DllNotFoundException cause)
    {
        if (!options.AllowPatchedLibrary)
            throw NativePlatform.Unavailable($"{path} needs {VersionNeedPatch.Version} of {VersionNeedPatch.Library}, which this system does not have (GCC 13 brings it). Use a newer system (Debian 13, Ubuntu 24.04), or set {nameof(TorchRuntimeOptions)}.{nameof(TorchRuntimeOptions.AllowPatchedLibrary)} to true: a copy that can do without is loaded then.", cause);

        try
        {
            var patched = VersionNeedPatch.Apply(File.ReadAllBytes(path));
            var copy = new PatchedLibraryCache(options.CacheFolder, logger).Load(platform.TorchSharpFile, patched, file => NativeLibrary.Load(file));
            TorchLog.Patched(logger, VersionNeedPatch.Version, path, copy);
            return copy;
        }
        catch (InvalidDataException error)
        {
            throw NativePlatform.Unavailable($"{path} needs {VersionNeedPatch.Version} of {VersionNeedPatch.Library}, which this system does not have (GCC 13 brings it), and cannot be made to do without: {error.Message}. Use a newer system (Debian 13, Ubuntu 24.04), or TorchSharp 0.107.0.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NativePlatform.Unavailable($"The copy of {path} that this system needs cannot be written, neither to the cache nor to {Path.GetTempPath()}. Set {nameof(TorchRuntimeOptions)}.{nameof(TorchRuntimeOptions.CacheFolder)} to a folder that can be written.", error);
        }
        catch (DllNotFoundException error)
        {
            throw NotLoaded(path, error);
        }
    }

    private static void LoadFile(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException error)
        {
            throw NotLoaded(path, error);
        }
    }

    private static LongWriterException NotLoaded(string path, DllNotFoundException error)
    {
        var reason = error.Message.TrimEnd().Split('\n')[^1];
        foreach (var sign in (ReadOnlySpan<string>)["file too short", "invalid ELF header", "cannot read file data", "file has no dynamic section", "ELF load command"])
        {
            if (reason.Contains(sign, StringComparison.Ordinal))
                return Damaged(path, reason, error);
        }

        return NativePlatform.Unavailable($"{path} does not load: {reason}. A library or a version of one that it names is missing on this system; install it, or use a system that has it (glibc 2.34 and the C++ library of GCC 12, or newer).", error);
    }

    private static LongWriterException Damaged(string path, string reason, Exception error) =>
        NativePlatform.Unavailable($"{path} is damaged: {reason}. Delete it, and the package it came from in the NuGet cache, and restore again.", error);
}
