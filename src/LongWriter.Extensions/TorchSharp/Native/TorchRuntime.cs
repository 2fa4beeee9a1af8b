using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;

namespace LongWriter;

/// <summary>Brings libtorch into the process. Everything here that computes with tensors calls it first; an app that uses TorchSharp by itself calls it before TorchSharp's first use.</summary>
/// <remarks>
/// Needs no rights and no environment variables. libtorch uses OpenMP: its threads spin for some milliseconds after each operation before they sleep, which is what makes short operations cheap.
/// Where more threads compute than the machine has cores, start the process with <c>OMP_WAIT_POLICY=passive</c> (or <c>GOMP_SPINCOUNT=0</c>); OpenMP reads both when it is loaded, so they cannot be set from inside.
/// </remarks>
public static partial class TorchRuntime
{
    private const int Lazy = 1, NoLoad = 4;
    private static readonly Lock Gate = new();
    private static bool _loaded, _keepsFreedMemory;

    /// <summary>Loads the native libraries, once a process; later calls return at once. Safe for concurrent callers.</summary>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="logger">Told what was loaded.</param>
    /// <exception cref="LongWriterException">They cannot be loaded (<see cref="LongWriterError.BackendUnavailable"/>): no libtorch with the app, no libtorch for this platform, a damaged file, a system that is too old. The message says what to reference or do.</exception>
    public static void EnsureLoaded(TorchRuntimeOptions? options = null, ILogger? logger = null)
    {
        options ??= new();
        logger ??= NullLogger.Instance;
        lock (Gate)
        {
            if (options.KeepFreedMemory && !_keepsFreedMemory)
            {
                _keepsFreedMemory = true;
                TorchLog.KeepsFreedMemory(logger, NativeAllocator.KeepFreedMemory());
            }

            if (_loaded)
                return;

            Load(options, logger);
            _loaded = true;
        }
    }

    private static void Load(TorchRuntimeOptions options, ILogger logger)
    {
        var platform = NativePlatform.Current;
        platform.Check();
        if (OperatingSystem.IsLinux() && !IsInProcess(platform.TorchSharpFile))
            new LinuxTorchLoader(platform, NativeFolders.Of(platform), options, logger).Load();
        else if (!OperatingSystem.IsLinux() && options.NativeFolder is { } named)
            LoadChosen(platform, LibtorchFolder.Find(platform, named));

        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception error) when (error is NotSupportedException or DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw NativePlatform.Unavailable($"libtorch does not load. Reference {platform.Packages} in the app's project, and build or publish it for {platform.Rid}; on Windows the Visual C++ runtime (2015-2022) has to be installed.", error);
        }
    }

    // TorchSharp asks for them by name, and a library that is in the process has its name.
    private static void LoadChosen(NativePlatform platform, string folder)
    {
        foreach (var file in LibtorchFolder.Libraries.Select(name => Path.Combine(folder, platform.FileName(name))))
        {
            try
            {
                NativeLibrary.Load(file);
            }
            catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
            {
                throw NativePlatform.Unavailable($"{file} does not load: {error.Message} Take libtorch {NativePlatform.LibtorchVersion} for {platform.Rid}.", error);
            }
        }
    }

    // An app may have loaded a libtorch of its own before; a second one beside it would not work.
    private static bool IsInProcess(string name) => Open(name, Lazy | NoLoad) != 0;

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string name, int mode);
}
