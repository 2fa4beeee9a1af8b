using System.Buffers.Binary;

namespace LongWriter.Tests.TorchSharp;

/// <summary>TorchSharp's Linux library, which its package brings to every platform's build output.</summary>
internal static class NativeFile
{
    public static string TorchSharp { get; } = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    public static byte[] Bytes() => File.ReadAllBytes(TorchSharp);

    /// <summary>An ELF file with one need, <c>GLIBCXX_3.4.32 of libstdc++.so.6</c>, asked for by one symbol; laid out by hand from the format's description.</summary>
    public static byte[] Small(string symbol = "_ZSt21ios_base_library_initv", string version = "GLIBCXX_3.4.32")
    {
        var names = System.Text.Encoding.ASCII.GetBytes($"\0libstdc++.so.6\0{version}\0{symbol}\0");
        var file = new byte[1024];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        U16(file, 18, 62);
        U64(file, 40, 512);
        U16(file, 54, 56);
        U16(file, 58, 64);
        U16(file, 60, 5);
        names.CopyTo(file, 64);
        // .gnu.version_r: version 1, one detail, the library's name, the detail 16 bytes on, no further entry.
        U16(file, 256, 1);
        U16(file, 258, 1);
        U32(file, 260, 1);
        U32(file, 264, 16);
        // Its detail: flags 0, index 7, the version's name.
        U16(file, 278, 7);
        U32(file, 280, 16);
        // .dynsym: the empty symbol and one more; .gnu.version: local, then index 7.
        U32(file, 320 + 24, (uint)(16 + version.Length + 1));
        U16(file, 402, 7);
        Section(file, 1, 3, 64, (ulong)names.Length, 0, 0);
        Section(file, 2, 0x6ffffffe, 256, 32, 1, 1);
        Section(file, 3, 11, 320, 48, 1, 0);
        Section(file, 4, 0x6fffffff, 400, 4, 3, 0);
        return file;
    }

    public static void U16(byte[] file, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

    public static void U32(byte[] file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);

    public static void U64(byte[] file, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);

    private static void Section(byte[] file, int index, uint type, ulong offset, ulong size, uint link, uint info)
    {
        var at = 512 + (index * 64);
        U32(file, at + 4, type);
        U64(file, at + 24, offset);
        U64(file, at + 32, size);
        U32(file, at + 40, link);
        U32(file, at + 44, info);
    }
}
