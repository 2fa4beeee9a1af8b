using System.Buffers.Binary;

namespace LongWriter;

/// <summary>Makes the one version optional that keeps TorchSharp 0.107 from loading where the C++ library is older than GCC 13.</summary>
internal static class VersionNeedPatch
{
    public const string Library = "libstdc++.so.6";
    public const string Version = "GLIBCXX_3.4.32";

    // GCC 13 puts a reference to it into every file that includes <iostream>, so that such a file does not load with an older library; it is never called.
    private const string Marker = "_ZSt21ios_base_library_initv";
    private const ushort Weak = 2;

    /// <summary>The file with that version need marked weak. A file where it is already is returned as it was.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, has no such need, or a symbol that is used asks for it.</exception>
    public static byte[] Apply(byte[] original)
    {
        var file = new ElfFile(original);
        var need = file.VersionNeeds().FirstOrDefault(n => n is { Library: Library, Version: Version });
        if (need.FlagsOffset == 0)
            throw new InvalidDataException($"it does not ask for {Version} of {Library}");

        if (file.SymbolsOf(need.Index).FirstOrDefault(name => name != Marker) is { } used)
            throw new InvalidDataException($"its symbol {used} needs {Version}");

        var patched = (byte[])original.Clone();
        BinaryPrimitives.WriteUInt16LittleEndian(patched.AsSpan(need.FlagsOffset), (ushort)(need.Flags | Weak));
        return patched;
    }
}
