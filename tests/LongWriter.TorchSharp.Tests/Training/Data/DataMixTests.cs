namespace LongWriter.Tests;

public sealed class DataMixTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 100, 1, 1)]
    [InlineData(2, 200, 2, 2)]
    [InlineData(0.5, 50, 0, 1)]
    [InlineData(1.25, 125, 1, 2)]
    [InlineData(0.001, 1, 0, 1)]
    public void A_files_weight_is_how_often_an_epoch_has_its_rows(double weight, int sequences, int fewest, int most)
    {
        var data = Read(new(), new TrainingDataFile(Rows("a.jsonl", 100), weight));

        var file = Assert.Single(data.Report.Files);
        Assert.Equal((100, sequences, sequences), (file.Rows, file.Taken, data.Sequences.Count));
        var times = data.Sequences.CountBy(static s => s.RowId).ToDictionary();
        Assert.All(Enumerable.Range(1, 100), line => Assert.InRange(times.GetValueOrDefault($"{file.File}:{line}"), fewest, most));
    }

    [Fact]
    public void Which_rows_are_taken_is_a_function_of_the_seed()
    {
        TrainingDataFile[] files = [new(Rows("a.jsonl", 60), 0.5), new(Rows("b.jsonl", 60), 0.5)];

        var first = Ids(Read(new() { Seed = 3 }, files));
        var again = Ids(Read(new() { Seed = 3 }, files));
        var other = Ids(Read(new() { Seed = 4 }, files));

        Assert.Equal(first, again);
        Assert.Equal((60, 60), (first.Length, other.Length));
        Assert.NotEqual(first, other);
        // Files do not have the same lines.
        Assert.NotEqual(first[..30].Select(Line), first[30..].Select(Line));
    }

    [Fact]
    public void Rows_keep_their_order_and_lines_however_many_there_are()
    {
        var lines = Enumerable.Range(0, 700).SelectMany(static i => i % 3 == 0 ? (string[])["", DataFolder.Chat($"q{i}", $"a{i}")] : [DataFolder.Chat($"q{i}", $"a{i}")]).ToArray();
        var file = _folder.Write("a.jsonl", lines);

        var data = Read(new(), file, Rows("b.jsonl", 3));

        var expected = lines.Select(static (line, index) => (line, index)).Where(static l => l.line.Length > 0).Select(l => $"{file}:{l.index + 1}");
        Assert.Equal(expected, Ids(data).SkipLast(3));
        Assert.Equal((703, 703), (data.Report.Rows, data.Report.Taken));
        var tokenizer = _folder.ChatMl();
        Assert.All(data.Sequences.SkipLast(3).Select(static (s, i) => (s, i)), p => Assert.Contains($"assistant\na{p.i}<|im_end|>", tokenizer.Decode(p.s.Ids, skipSpecial: false), StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_first_rows_are_read_where_so_many_are_asked_for()
    {
        var file = _folder.Write("a.jsonl", DataFolder.Chat("q", "a"), DataFolder.Chat("q", "b"), "no row");

        var data = Read(new() { MaxRows = 2 }, file);

        Assert.Equal((2, 2), (data.Report.Rows, data.Sequences.Count));
    }

    [Fact]
    public void Reading_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => TrainingData.ReadChats([Rows("a.jsonl", 3)], _folder.ChatMl(), ChatTemplates.Get("chatml"), cancellationToken: stop.Token));
    }

    private static string[] Ids(TrainingDataSet data) => [.. data.Sequences.Select(static s => s.RowId)];

    private static string Line(string id) => id[(id.LastIndexOf(':') + 1)..];

    private string Rows(string name, int count) => _folder.Write(name, [.. Enumerable.Range(0, count).Select(static i => DataFolder.Chat($"q{i}", $"a{i}"))]);

    private TrainingDataSet Read(TrainingDataOptions options, params TrainingDataFile[] files) => TrainingData.ReadChats(files, _folder.ChatMl(), ChatTemplates.Get("chatml"), options);
}
