namespace LongWriter.Tests;

public sealed class BadDataTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"a"}]}""", "no assistant turn")]
    [InlineData("""{"instruction":"a","input":"b"}""", "no assistant turn")]
    [InlineData("""{"messages":[]}""", "no assistant turn")]
    [InlineData("""{"messages":[{"role":"narrator","content":"a"},{"role":"assistant","content":"b"}]}""", "unknown role 'narrator' in turn 0")]
    [InlineData("""{"messages":[{"role":"human","content":"a"},{"role":"assistant","content":"b"}]}""", "unknown role 'human'")]
    [InlineData("""{"conversations":[{"from":"human","value":"a"},{"from":"observation","value":"b"}]}""", "unknown role 'observation' in turn 1")]
    [InlineData("""{"messages":[{"role":"user","content":"a"}""", "no JSON")]
    [InlineData("not a row", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"text":"a"}""", "language modelling")]
    [InlineData("""{"prompt":"a","chosen":"b","rejected":"c"}""", "pair")]
    [InlineData("""{"prompt":"a"}""", "neither 'messages'")]
    [InlineData("""{"messages":{"role":"user"}}""", "no list")]
    [InlineData("""{"messages":["a"]}""", "no object")]
    [InlineData("""{"messages":[{"content":"a"}]}""", "without 'role'")]
    [InlineData("""{"messages":[{"role":"assistant","content":null}]}""", "without a text in 'content'")]
    [InlineData("""{"messages":[{"role":"assistant","content":7}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"assistant","content":"\ud800"}]}""", "no Unicode")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":" \u200B\n"}]}""", "empty answer in turn 1")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"system","content":"s"},{"role":"assistant","content":"b"}]}""", "system turn in the first place")]
    [InlineData("""{"system":"x","conversations":[{"from":"system","value":"y"},{"from":"gpt","value":"z"}]}""", "two system texts")]
    [InlineData("""{"instruction":"a","output":"b","history":[["c"]]}""", "no list of pairs")]
    [InlineData("""{"instruction":"a","output":["b"]}""", "'output' that is no text")]
    public void A_row_that_cannot_be_learned_is_named_with_file_and_line(string row, string problem)
    {
        var file = _folder.Write("rows.jsonl", DataFolder.Chat("a", "b"), "", row, "later faults do not matter");

        var error = Chats(file);

        Assert.Equal(LongWriterError.DatasetUnavailable, error.Error);
        Assert.Contains($"{file}, line 3 ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_whose_labels_are_all_masked_is_named()
    {
        var file = _folder.Write("rows.jsonl", DataFolder.Chat("a", "b"));

        var error = Assert.Throws<LongWriterException>(() => TrainingData.ReadChats([file], _folder.ChatMl(), new SilentTemplate()));

        Assert.Equal(LongWriterError.DatasetUnavailable, error.Error);
        Assert.Contains($"{file}, line 1 has no token to learn", error.Message, StringComparison.Ordinal);
        Assert.Contains("all labels are -100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_without_an_end_is_refused()
    {
        var file = _folder.Write("rows.jsonl", DataFolder.Chat("a", "b"));

        var error = Assert.Throws<LongWriterException>(() => TrainingData.ReadChats([file], _folder.Bytes("<x>"), ChatTemplates.Get("plain")));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains("'plain' puts no end token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_with_ids_that_the_model_does_not_have_is_named()
    {
        var file = _folder.Write("rows.jsonl", DataFolder.Chat("a", "b"));
        var texts = _folder.Write("texts.jsonl", DataFolder.Text("a"), DataFolder.Text("é"));

        var chats = Assert.Throws<LongWriterException>(() => TrainingData.ReadChats([file], _folder.ChatMl(), ChatTemplates.Get("chatml"), new() { Model = _folder.Config(257, 64) }));
        var text = Assert.Throws<LongWriterException>(() => TrainingData.ReadTexts([texts], _folder.Bytes("<|endoftext|>"), new() { Model = _folder.Config(256, 64) }));

        Assert.Equal((LongWriterError.InvalidModel, LongWriterError.InvalidModel), (chats.Error, text.Error));
        Assert.Contains($"{file}, line 1 has the token 257", chats.Message, StringComparison.Ordinal);
        Assert.Contains($"{texts}, line 1 has the token 256", text.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tokenizer_without_the_templates_tokens_is_the_models_fault() =>
        Assert.Equal(LongWriterError.InvalidModel, Assert.Throws<LongWriterException>(() => TrainingData.ReadChats([_folder.Write("rows.jsonl", DataFolder.Chat("a", "b"))], _folder.Bytes("<x>"), ChatTemplates.Get("chatml"))).Error);

    [Fact]
    public void Files_with_nothing_in_them_are_named()
    {
        Assert.Contains("empty.jsonl has no rows", Chats(_folder.Write("empty.jsonl")).Message, StringComparison.Ordinal);
        Assert.Contains("blank.jsonl has no rows", Chats(_folder.Write("blank.jsonl", "", "  ")).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere.jsonl cannot be read", Chats(_folder.At("nowhere.jsonl")).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Chats(_folder.At(".")).Message, StringComparison.Ordinal);
        var file = _folder.Write("rows.jsonl", DataFolder.Chat("a", "b"));
        Assert.Contains("All 1 rows", Assert.Throws<LongWriterException>(() => TrainingData.ReadChats([file], _folder.ChatMl(), ChatTemplates.Get("chatml"), new() { MaxLength = 5 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named()
    {
        File.WriteAllBytes(_folder.At("a.jsonl"), [.. "{\"text\":\""u8, 0xFF, .. "\"}\n"u8]);
        File.WriteAllBytes(_folder.At("b.txt"), [.. "Bees "u8, 0xFF]);

        Assert.Contains("line 1", Texts(_folder.At("a.jsonl")).Message, StringComparison.Ordinal);
        Assert.Contains("no UTF-8", Texts(_folder.At("b.txt")).Message, StringComparison.Ordinal);
        Assert.Contains("empty text", Texts(_folder.Write("c.jsonl", DataFolder.Text(" "))).Message, StringComparison.Ordinal);
        Assert.Contains("no 'text'", Texts(_folder.Write("d.jsonl", DataFolder.Chat("a", "b"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        var file = _folder.Write("rows.jsonl", DataFolder.Chat("a", "b"));
        Assert.Contains("weight", Refused(new(), new TrainingDataFile(file, 0)), StringComparison.Ordinal);
        Assert.Contains("weight", Refused(new(), new TrainingDataFile(file, double.NaN)), StringComparison.Ordinal);
        Assert.Contains("no data file", Refused(new()), StringComparison.Ordinal);
        Assert.Contains("MaxLength", Refused(new() { MaxLength = 1 }, file), StringComparison.Ordinal);
        Assert.Contains("MaxRows", Refused(new() { MaxRows = 0 }, file), StringComparison.Ordinal);
        Assert.Contains("split", Refused(new() { Overlong = OverlongRows.Split }, file), StringComparison.Ordinal);
    }

    private string Refused(TrainingDataOptions options, params TrainingDataFile[] files)
    {
        var error = Assert.Throws<LongWriterException>(() => TrainingData.ReadChats(files, _folder.ChatMl(), ChatTemplates.Get("chatml"), options));
        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        return error.Message;
    }

    private LongWriterException Chats(string file)
    {
        var error = Assert.Throws<LongWriterException>(() => TrainingData.ReadChats([file], _folder.ChatMl(), ChatTemplates.Get("chatml")));
        Assert.Equal(LongWriterError.DatasetUnavailable, error.Error);
        return error;
    }

    private LongWriterException Texts(string file)
    {
        var error = Assert.Throws<LongWriterException>(() => TrainingData.ReadTexts([file], _folder.ChatMl()));
        Assert.Equal(LongWriterError.DatasetUnavailable, error.Error);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        return error;
    }

    /// <summary>A user's template that gives answers no spans of their own.</summary>
    private sealed class SilentTemplate : ChatTemplate
    {
        public override string Name => "silent";

        public override IReadOnlyList<int> StopTokens(ModelTokenizer tokenizer) => [];

        public override RenderedChat Render(IReadOnlyList<ChatTurn> turns, ModelTokenizer tokenizer, bool addGenerationPrompt = true) =>
            new([97, 98], [new(1, "assistant", ChatSpanKind.Control, 0, 2)]);
    }
}
