namespace LongWriter.Tests;

public sealed class HeldLineFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_another_writer_holds_is_told_as_locked_with_its_lock_file()
    {
        using (Open())
            Assert.Contains(Data + ".lock", Locked().Message);

        using var next = Open();
        next.Lines.Append("{}"u8, durable: false);
        next.Close();
        Assert.Equal([Data], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_file_that_another_program_has_to_itself_is_told_as_locked_too()
    {
        using (new FileStream(Data, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.IsAssignableFrom<IOException>(Locked().InnerException);

        // The lock was not kept.
        Open().Dispose();
    }

    [Fact]
    public void Closing_twice_leaves_the_lock_of_the_next_writer()
    {
        var first = Open();
        first.Close();
        using var second = Open();
        first.Dispose();
        Assert.True(File.Exists(Data + ".lock"));
        Locked();
    }

    private HeldLineFile Open() => HeldLineFile.Open(Data, "The data cannot be kept");

    private LongWriterException Locked()
    {
        var exception = Assert.Throws<LongWriterException>(Open);
        Assert.Equal(LongWriterError.DatasetLocked, exception.Error);
        return exception;
    }
}
