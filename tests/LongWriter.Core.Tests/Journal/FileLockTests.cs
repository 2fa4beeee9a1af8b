namespace LongWriter.Tests;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder["run.lock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Is_held_by_one_until_it_is_disposed()
    {
        var first = FileLock.TryAcquire(LockPath);
        Assert.NotNull(first);
        Assert.Null(FileLock.TryAcquire(LockPath));
        first.Dispose();
        using var second = FileLock.TryAcquire(LockPath);
        Assert.NotNull(second);
    }

    [Fact]
    public void Deleting_the_file_under_the_lock_leaves_the_way_free()
    {
        using (var first = FileLock.TryAcquire(LockPath))
            first!.DeleteFile();

        Assert.False(File.Exists(LockPath));
        using var second = FileLock.TryAcquire(LockPath);
        Assert.NotNull(second);
    }

    [Fact]
    public void A_file_that_was_deleted_or_replaced_behind_its_handle_is_noticed()
    {
        using var stream = new FileStream(LockPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Assert.True(FileLock.IsStillAt(LockPath, stream));
        File.Delete(LockPath);
        Assert.False(FileLock.IsStillAt(LockPath, stream));
        File.WriteAllText(LockPath, "");
        File.SetLastWriteTimeUtc(LockPath, DateTime.UnixEpoch);
        Assert.False(FileLock.IsStillAt(LockPath, stream));
    }

    [Fact]
    public void Holds_the_process_id()
    {
        FileLock.TryAcquire(LockPath)!.Dispose();
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(LockPath));
    }
}
