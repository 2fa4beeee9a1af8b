namespace LongWriter.Tests;

public sealed class ChatLabelTests : IDisposable
{
    private const string Messages = """{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Bees?"},{"role":"assistant","content":"Bees fly."},{"role":"user","content":"Why?"},{"role":"assistant","content":"To eat."}]}""";
    private const string Shared = """{"id":7,"system":"Be kind.","conversations":[{"from":"human","value":"Bees?"},{"from":"gpt","value":"Bees fly."},{"from":"human","value":"Why?"},{"from":"gpt","value":"To eat."}]}""";
    private const string Alpaca = """{"instruction":"Why?","input":"","output":"To eat.","system":"Be kind.","history":[["Bees?","Bees fly."]]}""";

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Messages)]
    [InlineData(Shared)]
    [InlineData(Alpaca)]
    [InlineData("""{"conversations":[{"role":"system","content":"Be kind."},{"role":"user","content":"Bees?"},{"role":"assistant","content":"Bees fly."},{"role":"user","content":"Why?"},{"role":"assistant","content":"To eat."}]}""")]
    public void Chatml_learns_answers_and_their_ends(string row)
    {
        const int start = 256, end = 257;

        var sequence = Assert.Single(Read(_folder.ChatMl(), "chatml", row));

        Expect(
            sequence,
            (false, [start, .. Utf8("system\nBe kind."), end, .. Utf8("\n")]),
            (false, [start, .. Utf8("user\nBees?"), end, .. Utf8("\n")]),
            (false, [start, .. Utf8("assistant\n")]),
            (true, [.. Utf8("Bees fly."), end]),
            (false, [.. Utf8("\n"), start, .. Utf8("user\nWhy?"), end, .. Utf8("\n")]),
            (false, [start, .. Utf8("assistant\n")]),
            (true, [.. Utf8("To eat."), end]),
            (false, Utf8("\n")));
        Assert.Equal("Bees fly.".Length + "To eat.".Length + 2, sequence.Targets);
        Assert.Equal(_folder.At("rows.jsonl") + ":1", sequence.RowId);
    }

    [Fact]
    public void Llama_3_learns_answers_and_their_ends()
    {
        const int begin = 256, header = 258, headerEnd = 259, end = 260;

        var sequence = Assert.Single(Read(_folder.Llama3(), "llama-3", Messages));

        Expect(
            sequence,
            (false, [begin, header, .. Utf8("system"), headerEnd, .. Utf8("\n\nBe kind."), end]),
            (false, [header, .. Utf8("user"), headerEnd, .. Utf8("\n\nBees?"), end]),
            (false, [header, .. Utf8("assistant"), headerEnd, .. Utf8("\n\n")]),
            (true, [.. Utf8("Bees fly."), end]),
            (false, [header, .. Utf8("user"), headerEnd, .. Utf8("\n\nWhy?"), end]),
            (false, [header, .. Utf8("assistant"), headerEnd, .. Utf8("\n\n")]),
            (true, [.. Utf8("To eat."), end]));
    }

    [Fact]
    public void Llama_2_learns_answers_with_the_space_that_begins_them_and_their_ends()
    {
        const int begin = 1, end = 2;
        var tokenizer = _folder.Llama2();
        var space = TestTokenizers.Pieces().Vocabulary["▁"];

        var sequence = Assert.Single(Read(tokenizer, "llama-2", Messages));

        // A stretch between special tokens is one text, and this tokenizer puts a space in front of each.
        Expect(
            sequence,
            (false, [begin, .. tokenizer.Encode("[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\nBees? [/INST]")]),
            (true, [.. tokenizer.Encode("Bees fly."), space, end]),
            (false, [begin, .. tokenizer.Encode("[INST] Why? [/INST]")]),
            (true, [.. tokenizer.Encode("To eat."), space, end]));
        Assert.Equal(space, tokenizer.Encode("Bees")[0]);
    }

    [Fact]
    public void Glm_4_learns_the_next_turns_role_as_the_end_of_an_answer()
    {
        const int user = 259, assistant = 260, end = 262;

        var sequence = Assert.Single(Read(_folder.Glm4(), "glm-4", Messages));

        Expect(
            sequence,
            (false, [256, 257, 258, .. Utf8("\nBe kind."), user, .. Utf8("\nBees?"), assistant, .. Utf8("\n")]),
            (true, [.. Utf8("Bees fly."), user]),
            (false, [.. Utf8("\nWhy?"), assistant, .. Utf8("\n")]),
            (true, [.. Utf8("To eat."), end]));
    }

    [Fact]
    public void The_longwriter_form_learns_the_one_end_that_it_has()
    {
        var sequence = Assert.Single(Read(_folder.Llama3(), "longwriter-llama", DataFolder.Chat("Bees?", "Bees fly.")));

        Expect(sequence, (false, [256, .. Utf8("[INST]Bees?[/INST]")]), (true, [.. Utf8("Bees fly."), 257]));
    }

    [Fact]
    public void Texts_of_control_tokens_are_text_and_equal_tokens_of_others_are_not_learned()
    {
        // The question has the answer's very words, and the text of the end token.
        var sequence = Assert.Single(Read(_folder.ChatMl(), "chatml", DataFolder.Chat("Yes<|im_end|>", "Yes<|im_end|>")));

        Expect(
            sequence,
            (false, [256, .. Utf8("user\nYes<|im_end|>"), 257, .. Utf8("\n"), 256, .. Utf8("assistant\n")]),
            (true, [.. Utf8("Yes<|im_end|>"), 257]),
            (false, Utf8("\n")));
    }

    [Fact]
    public void Zero_width_characters_leave_answers_only()
    {
        const string zero = "\u200B\u200C\u200D\uFEFF";
        var row = DataFolder.Chat($"a{zero}b", $"{zero}c{zero}d{zero}");

        var sequence = Assert.Single(Read(_folder.ChatMl(), "chatml", row));
        var kept = Assert.Single(Read(_folder.ChatMl(), "chatml", new TrainingDataOptions { RemoveZeroWidth = false }, row).Sequences);

        Assert.Equal([.. Utf8("cd"), 257], Learned(sequence));
        Assert.Equal([256, .. Utf8($"user\na{zero}b"), 257], sequence.Ids.Take(1 + 5 + 2 + 12 + 1));
        Assert.Equal([.. Utf8($"{zero}c{zero}d{zero}"), 257], Learned(kept));
    }

    [Fact]
    public void Turns_after_the_last_answer_are_left_out()
    {
        var row = """{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}""";

        Assert.Equal(Assert.Single(Read(_folder.ChatMl(), "chatml", DataFolder.Chat("a", "b"))).Ids, Assert.Single(Read(_folder.ChatMl(), "chatml", row)).Ids);
    }

    [Fact]
    public void An_instruction_and_its_input_are_one_question()
    {
        var row = """{"instruction":"Translate.","input":"Biene","output":"bee","system":null,"history":null}""";

        Assert.Equal(Assert.Single(Read(_folder.ChatMl(), "chatml", DataFolder.Chat("Translate.\nBiene", "bee"))).Ids, Assert.Single(Read(_folder.ChatMl(), "chatml", row)).Ids);
    }

    [Fact]
    public void Long_rows_are_dropped_or_cut_and_counted()
    {
        // start, "user\n", end, "\n", start, "assistant\n", end, "\n": 21 tokens beside the two texts.
        string[] rows = [DataFolder.Chat("a", "bcd"), DataFolder.Chat("a", "bcdefgh"), DataFolder.Chat("a question that fills all", "b")];
        var fits = new TrainingDataOptions { MaxLength = 25 };

        var dropped = Read(_folder.ChatMl(), "chatml", fits, rows);
        var cut = Read(_folder.ChatMl(), "chatml", fits with { Overlong = OverlongRows.Cut }, rows);

        Assert.Equal((3, 2, 0, 1), (dropped.Report.Taken, dropped.Report.Dropped, dropped.Report.Cut, dropped.Report.Sequences));
        Assert.Equal([.. Utf8("bcd"), 257], Learned(Assert.Single(dropped.Sequences)));
        // The third has nothing to learn before the cut.
        Assert.Equal((3, 1, 1, 2), (cut.Report.Taken, cut.Report.Dropped, cut.Report.Cut, cut.Report.Sequences));
        Assert.Equal(25, cut.Sequences[1].Length);
        Assert.Equal(Utf8("bcdef"), Learned(cut.Sequences[1]));
        Assert.Equal(4 + 5, cut.Report.LearnedTokens);
        Assert.Equal(25 + 25, cut.Report.Tokens);
    }

    [Fact]
    public void Rows_are_no_longer_than_the_models_context()
    {
        var data = Read(_folder.ChatMl(), "chatml", new TrainingDataOptions { Model = _folder.Config(259, 25) }, DataFolder.Chat("a", "bcd"), DataFolder.Chat("a", "bcde"));

        Assert.Equal((25, 1), (data.Report.MaxLength, data.Report.Dropped));
    }

    private static int[] Utf8(string text) => DataFolder.Utf8(text);

    private static IEnumerable<int> Learned(TrainingSequence sequence) => sequence.Labels.Where(static label => label != -100);

    private static void Expect(TrainingSequence sequence, params (bool Learned, int[] Ids)[] parts)
    {
        Assert.Equal(parts.SelectMany(static part => part.Ids), sequence.Ids);
        Assert.Equal(parts.SelectMany(static part => part.Ids.Select(id => part.Learned ? id : -100)), sequence.Labels);
    }

    private IReadOnlyList<TrainingSequence> Read(ModelTokenizer tokenizer, string template, params string[] rows) => Read(tokenizer, template, new TrainingDataOptions(), rows).Sequences;

    private TrainingDataSet Read(ModelTokenizer tokenizer, string template, TrainingDataOptions options, params string[] rows) =>
        TrainingData.ReadChats([_folder.Write("rows.jsonl", rows)], tokenizer, ChatTemplates.Get(template), options);
}
