using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;

namespace LongWriter.Tests.TorchSharp;

public sealed class TorchRuntimeTests : IDisposable
{
    private static readonly NativePlatform Linux = new("linux-x64", false);
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-native-").FullName;

    [Fact]
    public void Libtorch_computes_after_it()
    {
        TorchRuntime.EnsureLoaded();
        TorchRuntime.EnsureLoaded();

        using var scope = torch.NewDisposeScope();
        Assert.Equal(6f, torch.tensor([1f, 2f, 3f]).sum().ToSingle());
        Assert.StartsWith(NativePlatform.LibtorchVersion, torch.__version__);
    }

    [Fact]
    public void Freed_memory_is_kept_where_glibc_allocates()
    {
        TorchRuntime.EnsureLoaded(new() { KeepFreedMemory = true });

        Assert.Equal(OperatingSystem.IsLinux(), NativeAllocator.KeepFreedMemory());
    }

    [Fact]
    public void Musl_is_named_as_what_is_wrong() => Unavailable(() => new NativePlatform("linux-x64", true).Check(), "musl", "managed decoder");

    [Theory]
    [InlineData("linux-arm64")]
    [InlineData("linux-x86")]
    [InlineData("osx-x64")]
    public void A_platform_without_libtorch_is_named(string rid) => Unavailable(() => new NativePlatform(rid, false).Check(), rid, "linux-x64");

    [Fact]
    public void Without_libtorch_the_package_to_reference_is_named()
    {
        Put("libLibTorchSharp.so", NativeFile.Bytes());

        Unavailable(Load, "libtorch-cpu-linux-x64 2.10.0", _folder);
    }

    [Fact]
    public void Without_TorchSharps_own_library_that_package_is_named() => Unavailable(Load, "TorchSharp 0.107.0", "libLibTorchSharp.so");

    [Fact]
    public void A_missing_part_of_libtorch_is_named()
    {
        Put("libLibTorchSharp.so", NativeFile.Bytes());
        Put("libtorch_cpu.so", NativeFile.Small());
        Put("libc10.so", NativeFile.Small());

        Unavailable(Load, Path.Combine(_folder, "libtorch.so"), "missing");
    }

    [Fact]
    public void A_folder_that_is_named_is_taken_before_the_apps_own()
    {
        Put("libLibTorchSharp.so", NativeFile.Bytes());
        Complete(_folder);
        var named = Make("named");
        Complete(named);

        // Neither can really be loaded; the error tells which was tried.
        Unavailable(() => Load(named), Path.Combine(named, "libc10.so"));
        Unavailable(Load, Path.Combine(_folder, "libc10.so"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lib")]
    [InlineData("runtimes/linux-x64/native")]
    public void Of_an_unpacked_archive_or_package_the_folder_inside_is_found(string inside)
    {
        var place = Make(Path.Combine("named", inside));
        Complete(place);

        Assert.Equal(place.TrimEnd('/'), LibtorchFolder.Find(Linux, Path.Combine(_folder, "named")));
    }

    [Fact]
    public void What_is_missing_in_a_folder_that_is_named_is_named_too()
    {
        Put("libLibTorchSharp.so", NativeFile.Bytes());
        Complete(_folder);
        var named = Make("named");

        Unavailable(() => Load(named), named, "libc10.so, libtorch_cpu.so, libtorch.so are missing");
        Complete(named);
        File.Delete(Path.Combine(named, "libtorch.so"));
        Unavailable(() => Load(named), named, ": libtorch.so is missing", "libtorch-cpu-linux-x64 2.10.0");
        Unavailable(() => Load(Path.Combine(_folder, "absent")), Path.Combine(_folder, "absent"), "no folder", "NativeFolder");
        Unavailable(() => Load(" "), "no folder");
    }

    [Fact]
    public void A_library_for_another_processor_is_named()
    {
        var arm = NativeFile.Bytes();
        NativeFile.U16(arm, 18, 183);
        Put("libLibTorchSharp.so", arm);

        Unavailable(Load, "183", "another processor");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(5_000)]
    [InlineData(1_500_000)]
    public void A_library_that_was_cut_off_is_damaged(int length)
    {
        Put("libLibTorchSharp.so", NativeFile.Bytes()[..length]);

        Unavailable(Load, "damaged", "libLibTorchSharp.so");
    }

    [Fact]
    public void A_library_of_text_is_damaged()
    {
        File.WriteAllText(Path.Combine(_folder, "libLibTorchSharp.so"), "version https://git-lfs.github.com/spec/v1");

        Unavailable(Load, "damaged");
    }

    [Fact]
    public void Folders_are_looked_through_from_the_app_to_the_package_cache()
    {
        string[] expected =
        [
            Make("app"), Make("app/runtimes/linux-x64/native"), Make("host"),
            Make("packages/torchsharp/0.107.0/lib/net8.0"), Make("packages/torchsharp/0.107.0/runtimes/linux-x64/native"), Make("packages/libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native"),
        ];

        var found = NativeFolders.Candidates(Linux, expected[0], $"{expected[2]}{Path.PathSeparator}{_folder}/absent{Path.PathSeparator}", expected[3]);

        Assert.Equal(expected, found);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Make(string path) => Directory.CreateDirectory(Path.Combine(_folder, path)).FullName;

    private void Put(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, name), bytes);

    private static void Complete(string folder)
    {
        foreach (var name in LibtorchFolder.Libraries)
            File.WriteAllBytes(Path.Combine(folder, Linux.FileName(name)), NativeFile.Small());
    }

    private void Load() => Load(named: null);

    private void Load(string? named) => new LinuxTorchLoader(Linux, [_folder], new() { NativeFolder = named }, NullLogger.Instance).Load();

    private static void Unavailable(Action action, params string[] words)
    {
        var error = Assert.Throws<LongWriterException>(action);
        Assert.Equal(LongWriterError.BackendUnavailable, error.Error);
        Assert.All(words, word => Assert.Contains(word, error.Message));
    }
}
