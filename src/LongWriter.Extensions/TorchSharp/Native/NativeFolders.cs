using System.Diagnostics.CodeAnalysis;
using TorchSharp;

namespace LongWriter;

/// <summary>Where the native files of an app may lie: flat beside it, below <c>runtimes</c>, where the host looks for them, or in the NuGet package folder that TorchSharp itself was loaded from.</summary>
internal static class NativeFolders
{
    /// <summary>The folders of this process that exist, in the order they are looked through.</summary>
    public static IReadOnlyList<string> Of(NativePlatform platform) =>
        Candidates(platform, AppContext.BaseDirectory, AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string, AssemblyFolder());

    /// <summary>The folders that exist.</summary>
    /// <param name="platform">Whose files are looked for.</param>
    /// <param name="app">The app's folder.</param>
    /// <param name="search">The host's search path.</param>
    /// <param name="assembly">The folder of <c>TorchSharp.dll</c>, where it has one.</param>
    public static IReadOnlyList<string> Candidates(NativePlatform platform, string app, string? search, string? assembly)
    {
        var folders = new List<string> { app, Natives(app, platform) };
        folders.AddRange((search ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (assembly is not null)
        {
            folders.Add(assembly);
            folders.Add(Natives(assembly, platform));
            folders.AddRange(Packages(platform, assembly));
        }

        return [.. folders.Where(Directory.Exists).Select(Path.GetFullPath).Distinct()];
    }

    /// <summary>The first of the folders that has a file.</summary>
    public static string? Find(IEnumerable<string> folders, string file) =>
        folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static string Natives(string root, NativePlatform platform) => Path.Combine(root, "runtimes", platform.Rid, "native");

    // packages/torchsharp/0.107.0/lib/net8.0, as scripts and notebooks load it: the natives of both packages lie in folders of their own.
    private static IEnumerable<string> Packages(NativePlatform platform, string assembly)
    {
        var version = Path.GetDirectoryName(Path.GetDirectoryName(assembly));
        var package = Path.GetDirectoryName(version);
        if (version is null || Path.GetDirectoryName(package) is not { } packages || !string.Equals(Path.GetFileName(package), "torchsharp", StringComparison.OrdinalIgnoreCase))
            return [];

        return [Natives(version, platform), Natives(Path.Combine(packages, $"libtorch-cpu-{platform.Rid}", NativePlatform.LibtorchVersion), platform)];
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "In a single-file app it has no folder, and its natives lie in the app's or the host's.")]
    private static string? AssemblyFolder()
    {
        var location = typeof(torch).Assembly.Location;
        return location.Length == 0 ? null : Path.GetDirectoryName(location);
    }
}
