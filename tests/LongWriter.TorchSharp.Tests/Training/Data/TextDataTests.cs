namespace LongWriter.Tests;

public sealed class TextDataTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_is_learned_whole_and_ends_with_the_end_of_text()
    {
        var data = Read(_folder.ChatMl(), new(), DataFolder.Text("Bees fly."), DataFolder.Text("Home.\n"));

        Assert.Equal([.. DataFolder.Utf8("Bees fly."), 258], data.Sequences[0].Ids);
        Assert.Equal([.. DataFolder.Utf8("Home.\n"), 258], data.Sequences[1].Labels);
        Assert.Equal((9 + 6, 10 + 7), (data.Report.LearnedTokens, data.Report.Tokens));
        Assert.Equal(_folder.At("texts.jsonl") + ":2", data.Sequences[1].RowId);
    }

    [Fact]
    public void The_end_of_text_is_the_tokenizers_own_unless_named()
    {
        Assert.Equal(257, Read(_folder.Llama3(), new(), DataFolder.Text("a")).Sequences[0].Ids[^1]);
        Assert.Equal(260, Read(_folder.Llama3(), new() { EndOfText = "<|eot_id|>" }, DataFolder.Text("a")).Sequences[0].Ids[^1]);
        var error = Assert.Throws<LongWriterException>(() => Read(_folder.Llama3(), new() { EndOfText = "<end>" }, DataFolder.Text("a")));
        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Equal(LongWriterError.InvalidModel, Assert.Throws<LongWriterException>(() => Read(_folder.Bytes("<x>"), new(), DataFolder.Text("a"))).Error);
    }

    [Fact]
    public void A_tokenizer_with_a_beginning_token_puts_it_in_front()
    {
        var folder = _folder.At("model");
        ByteLevelVocabulary.Write(folder, ByteLevelVocabulary.Smallest);
        var tokenizer = ModelTokenizers.Load(folder);

        var sequence = Assert.Single(Read(tokenizer, new(), DataFolder.Text("ab")).Sequences);

        Assert.Equal([tokenizer.SpecialTokens["<|begin_of_text|>"], .. tokenizer.Encode("ab"), tokenizer.SpecialTokens["<|end_of_text|>"]], sequence.Ids);
    }

    [Theory]
    [InlineData(8, 5, new[] { 5, 4 })]
    [InlineData(9, 5, new[] { 5, 5 })]
    [InlineData(10, 5, new[] { 5, 4, 2 })]
    [InlineData(4, 5, new[] { 5 })]
    [InlineData(2, 2, new[] { 2, 1 })]
    public void A_long_text_is_split_without_losing_a_token(int characters, int most, int[] lengths)
    {
        var text = "abcdefghijkl"[..characters];

        var data = Read(_folder.ChatMl(), new() { MaxLength = most }, DataFolder.Text(text));

        Assert.Equal([.. DataFolder.Utf8(text), 258], data.Sequences.SelectMany(static s => s.Ids));
        Assert.Equal(lengths, data.Sequences.Select(static s => s.Length));
        Assert.Equal(lengths.Length > 1 ? 1 : 0, data.Report.Split);
        Assert.Equal(data.Sequences.Count, data.Sequences.Select(static s => s.RowId).Distinct().Count());
    }

    [Fact]
    public void A_long_text_is_cut_without_an_end_or_dropped()
    {
        string[] rows = [DataFolder.Text("abcdefgh"), DataFolder.Text("abc")];

        var cut = Read(_folder.ChatMl(), new() { MaxLength = 5, Overlong = OverlongRows.Cut }, rows);
        var dropped = Read(_folder.ChatMl(), new() { MaxLength = 5, Overlong = OverlongRows.Drop }, rows);

        Assert.Equal(DataFolder.Utf8("abcde"), cut.Sequences[0].Ids);
        Assert.Equal((1, 0), (cut.Report.Cut, cut.Report.Dropped));
        Assert.Equal([.. DataFolder.Utf8("abc"), 258], Assert.Single(dropped.Sequences).Ids);
        Assert.Equal((0, 1), (dropped.Report.Cut, dropped.Report.Dropped));
    }

    [Fact]
    public void A_plain_text_file_is_one_text()
    {
        var file = _folder.Write("book.txt", "\uFEFFBees fly.", "", "The end.");

        var sequence = Assert.Single(TrainingData.ReadTexts([file], _folder.ChatMl()).Sequences);

        Assert.Equal([.. DataFolder.Utf8("Bees fly.\n\nThe end.\n"), 258], sequence.Ids);
    }

    private TrainingDataSet Read(ModelTokenizer tokenizer, TrainingDataOptions options, params string[] rows) =>
        TrainingData.ReadTexts([_folder.Write("texts.jsonl", rows)], tokenizer, options);
}
