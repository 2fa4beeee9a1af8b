using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter.Tests.TorchSharp;

[UnsupportedOSPlatform("windows")]
public sealed class PatchedLibraryCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-cache-").FullName;
    private readonly byte[] _content = [1, 2, 3, 4, 5];

    [Fact]
    public void The_file_is_written_once_into_a_folder_closed_to_others()
    {
        var first = Cache().TryPlace("lib.so", _content);
        Assert.NotNull(first);
        var written = File.GetLastWriteTimeUtc(first);

        Assert.Equal(first, Cache().TryPlace("lib.so", _content));
        Assert.Equal(_content, File.ReadAllBytes(first));
        Assert.Equal(written, File.GetLastWriteTimeUtc(first));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(Path.GetDirectoryName(first)!).UnixFileMode);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(first)!));
    }

    [Fact]
    public void A_file_that_was_tampered_with_is_replaced()
    {
        var path = Cache().TryPlace("lib.so", _content)!;
        File.WriteAllBytes(path, [1, 2, 3, 4, 6]);

        Assert.Equal(path, Cache().TryPlace("lib.so", _content));
        Assert.Equal(_content, File.ReadAllBytes(path));
    }

    [Fact]
    public void Another_content_gets_another_place() =>
        Assert.NotEqual(Cache().TryPlace("lib.so", _content), Cache().TryPlace("lib.so", [9]));

    [Fact]
    public void Many_at_once_end_with_one_whole_file()
    {
        var content = new byte[1 << 20];
        new Random(3).NextBytes(content);

        Parallel.For(0, 16, _ => Assert.Equal(content, File.ReadAllBytes(Cache().TryPlace("lib.so", content)!)));

        Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_folder_that_others_may_write_to_is_not_used()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_111_111);

        Assert.Null(Cache().TryPlace("lib.so", _content));
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Where_there_can_be_no_cache_the_file_is_loaded_from_a_folder_that_goes_again()
    {
        var blocked = Path.Combine(_folder, "file");
        File.WriteAllText(blocked, "");
        byte[]? seen = null;

        var path = new PatchedLibraryCache(Path.Combine(blocked, "cache"), NullLogger.Instance).Load("lib.so", _content, file => seen = File.ReadAllBytes(file));

        Assert.Equal(_content, seen);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public void Where_the_cached_file_does_not_load_it_is_tried_elsewhere()
    {
        var tried = new List<string>();

        var path = Cache().Load("lib.so", _content, file =>
        {
            tried.Add(file);
            if (file.StartsWith(_folder, StringComparison.Ordinal))
                throw new DllNotFoundException("failed to map segment");
        });

        Assert.Equal(2, tried.Count);
        Assert.Equal(path, tried[1]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PatchedLibraryCache Cache() => new(_folder, NullLogger.Instance);
}
