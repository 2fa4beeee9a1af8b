namespace LongWriter;

/// <summary>How libtorch is loaded. It is loaded once a process: what the first caller asks for counts, but for <see cref="KeepFreedMemory"/>, which any later caller can still switch on.</summary>
public sealed class TorchRuntimeOptions
{
    /// <summary>The folder with libtorch's native files (version 2.10.0, for example <c>runtimes/linux-x64/native</c> of the unpacked package <c>libtorch-cpu-linux-x64</c>), for an app that does not bring them. It is looked at first; where files are missing in it, that is an error. Tested on Linux. Default <see langword="null"/>: they lie with the app.</summary>
    public string? NativeFolder { get; set; }

    /// <summary>Whether a copy of TorchSharp's native library may be loaded in its place where it does not load only because the system's C++ library is older than GCC 13 (Debian 12, Ubuntu 22.04). The copy differs in one flag: the version that is missing becomes optional; nothing in the library uses it. Default <see langword="true"/>.</summary>
    public bool AllowPatchedLibrary { get; set; } = true;

    /// <summary>Where that copy is kept (2.4 MB). Default: <c>longwriter/native</c> below <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; where that cannot be written, a folder of this process below the temporary folder, removed at once after loading.</summary>
    public string? CacheFolder { get; set; }

    /// <summary>Whether the C heap keeps the memory that tensors free, instead of giving it back to the system and faulting it in again. Makes steps of many large tensors (training, long prompts) faster; the process stays as large as it was at its largest. Works with glibc only, elsewhere it changes nothing. Default <see langword="false"/>; training switches it on.</summary>
    public bool KeepFreedMemory { get; set; }
}
