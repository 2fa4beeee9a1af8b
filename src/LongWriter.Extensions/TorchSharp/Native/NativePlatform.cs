using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>The platform that native files have to be made for.</summary>
/// <param name="Rid">The runtime identifier in NuGet's terms, for example <c>linux-x64</c>.</param>
/// <param name="IsMusl">Whether the C library is musl (Alpine), for which there is no libtorch.</param>
internal readonly record struct NativePlatform(string Rid, bool IsMusl)
{
    /// <summary>The version of libtorch that TorchSharp 0.107 is built against.</summary>
    public const string LibtorchVersion = "2.10.0";

    private static readonly string[] Supported = ["linux-x64", "osx-arm64", "win-arm64", "win-x64"];

    public static NativePlatform Current
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : OperatingSystem.IsLinux() ? "linux" : "other";
            var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
            return new($"{system}-{architecture}", RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal));
        }
    }

    /// <summary>What an app has to reference here.</summary>
    public string Packages => Rid switch
    {
        "linux-x64" => $"libtorch-cpu-linux-x64 {LibtorchVersion}, or TorchSharp-cuda-linux for NVIDIA GPUs",
        "win-x64" => $"libtorch-cpu-win-x64 {LibtorchVersion}, or TorchSharp-cuda-windows for NVIDIA GPUs",
        _ => $"libtorch-cpu-{Rid} {LibtorchVersion}",
    };

    public string TorchSharpFile => FileName("LibTorchSharp");

    public string FileName(string library) =>
        Rid.StartsWith("win", StringComparison.Ordinal) ? $"{library}.dll" : Rid.StartsWith("osx", StringComparison.Ordinal) ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>Throws where there is no native library for this platform at all.</summary>
    public void Check()
    {
        if (IsMusl)
            throw Unavailable($"libtorch is built for glibc; this system uses musl (Alpine). Run the app on an image with glibc, for example Debian or Ubuntu, or use the managed decoder, which needs no native library.");

        if (!Supported.Contains(Rid))
            throw Unavailable($"There is no TorchSharp for {Rid}; there is for {string.Join(", ", Supported)}. Run the app as one of these, or use the managed decoder, which needs no native library.");
    }

    public static LongWriterException Unavailable(string message, Exception? inner = null) => new(LongWriterError.BackendUnavailable, message, inner);
}
