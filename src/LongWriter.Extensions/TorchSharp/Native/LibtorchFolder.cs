namespace LongWriter;

/// <summary>The folder with libtorch that a user names.</summary>
internal static class LibtorchFolder
{
    /// <summary>What has to be in it, in the order of their dependencies. The rest (OpenMP, CUDA) they find beside themselves.</summary>
    public static readonly string[] Libraries = ["c10", "torch_cpu", "torch"];

    /// <summary>The folder itself, or where the files lie in an unpacked package or in PyTorch's archive of libtorch.</summary>
    /// <exception cref="LongWriterException">The folder is not there, or files are missing in it.</exception>
    public static string Find(NativePlatform platform, string named)
    {
        const string Option = $"{nameof(TorchRuntimeOptions)}.{nameof(TorchRuntimeOptions.NativeFolder)}";
        if (string.IsNullOrWhiteSpace(named) || !Directory.Exists(named))
            throw NativePlatform.Unavailable($"{Option} is '{named}', which is no folder. Name the one that has {platform.FileName("torch_cpu")}, or leave it open.");

        var folder = Path.GetFullPath(named);
        string[] places = [folder, Path.Combine(folder, "runtimes", platform.Rid, "native"), Path.Combine(folder, "lib")];
        var place = places.FirstOrDefault(p => File.Exists(Path.Combine(p, platform.FileName("torch_cpu")))) ?? folder;
        string[] missing = [.. Libraries.Select(platform.FileName).Where(file => !File.Exists(Path.Combine(place, file)))];
        return missing.Length == 0
            ? place
            : throw NativePlatform.Unavailable($"{place}, which {Option} names, is no folder with libtorch: {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing in it. Take all files of libtorch {NativePlatform.LibtorchVersion}: they are in runtimes/{platform.Rid}/native of the package {platform.Packages}.");
    }
}
