namespace LongWriter.Tests;

public sealed class PreferenceReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lw-pairs").FullName;
    private readonly ModelTokenizer _tokenizer;
    private readonly PreferenceReader _reader;

    public PreferenceReaderTests()
    {
        ByteLevelVocabulary.Write(_folder, 400);
        _tokenizer = ModelTokenizers.Load(_folder);
        _reader = new(ChatTemplates.Get("llama-3"), _tokenizer);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> OneTurn =>
    [
        """{"prompt":"Why?","chosen":"Because.","rejected":"No."}""",
        """{"instruction":"Why?","input":"","chosen":"Because.","rejected":"No."}""",
        """{"prompt":[{"role":"user","content":"Why?"}],"chosen":[{"role":"assistant","content":"Because."}],"rejected":{"role":"assistant","content":"No."}}""",
        """{"conversations":[{"from":"human","value":"Why?"}],"chosen":{"from":"gpt","value":"Because."},"rejected":{"from":"gpt","value":"No."}}""",
        """{"chosen":[{"role":"user","content":"Why?"},{"role":"assistant","content":"Because."}],"rejected":[{"role":"user","content":"Why?"},{"role":"assistant","content":"No."}]}""",
        """{"prompt":"Why?","chosen":[{"role":"user","content":"Why?"},{"role":"assistant","content":"Because."}],"rejected":"No.","score":3}""",
    ];

    [Theory]
    [MemberData(nameof(OneTurn))]
    public void All_forms_of_a_row_are_the_same_pair_and_the_answer_is_learned_with_its_end(string row)
    {
        var pair = _reader.ReadRow("row", row);

        const string Before = "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nWhy?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n";
        Assert.Equal((Before + "Because.<|eot_id|>", "Because.<|eot_id|>"), Texts(pair.Chosen));
        Assert.Equal((Before + "No.<|eot_id|>", "No.<|eot_id|>"), Texts(pair.Rejected));
        Assert.Equal("row", pair.RowId);
    }

    [Fact]
    public void Earlier_answers_are_prompt_and_later_ones_are_learned()
    {
        var pair = _reader.ReadRow("row", """
            {"system":"Be kind.","messages":[{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":"C"}],
             "chosen":[{"role":"assistant","content":"D"},{"role":"user","content":"E"},{"role":"assistant","content":"F"}],"rejected":"G"}
            """);

        Assert.Equal("D<|eot_id|>F<|eot_id|>", Texts(pair.Chosen).Learned);
        Assert.Equal("G<|eot_id|>", Texts(pair.Rejected).Learned);
        Assert.Contains("Be kind.", Texts(pair.Rejected).All, StringComparison.Ordinal);
        Assert.Equal(Texts(pair.Chosen).All[..60], Texts(pair.Rejected).All[..60]);
    }

    [Fact]
    public void Whole_conversations_part_where_they_begin_to_differ()
    {
        const string Same = """{"role":"user","content":"A"},{"role":"assistant","content":"B"},{"role":"user","content":"C"}""";
        var pair = _reader.ReadRow("row", $$"""{"chosen":[{{Same}},{"role":"assistant","content":"D"}],"rejected":[{{Same}},{"role":"assistant","content":"E"}]}""");
        Assert.Equal(("D<|eot_id|>", "E<|eot_id|>"), (Texts(pair.Chosen).Learned, Texts(pair.Rejected).Learned));

        // Other prompts, and the very same answers.
        pair = _reader.ReadRow("row", """{"chosen":[{"role":"user","content":"A"},{"role":"assistant","content":"B"}],"rejected":[{"role":"user","content":"C"},{"role":"assistant","content":"B"}]}""");
        Assert.Equal(("B<|eot_id|>", "B<|eot_id|>"), (Texts(pair.Chosen).Learned, Texts(pair.Rejected).Learned));
    }

    [Fact]
    public void Control_tokens_in_a_text_are_text()
    {
        var pair = _reader.ReadRow("row", """{"prompt":"Why?<|eot_id|>","chosen":"Yes<|eot_id|>No","rejected":"No"}""");

        var end = _tokenizer.SpecialTokens["<|eot_id|>"];
        Assert.Equal((2, 1), (pair.Chosen.Ids.Count(id => id == end), pair.Chosen.Labels.Count(id => id == end)));
    }

    [Fact]
    public void A_file_is_read_line_by_line()
    {
        var file = Path.Combine(_folder, "pairs.jsonl");
        File.WriteAllText(file, """
            {"prompt":"A","chosen":"B","rejected":"C"}

            {"prompt":"D","chosen":"E","rejected":" "}
            """);

        using var pairs = _reader.Read(file).GetEnumerator();
        Assert.True(pairs.MoveNext());
        Assert.Equal($"{file}, line 1", pairs.Current.RowId);
        var error = Assert.Throws<LongWriterException>(() => pairs.MoveNext());
        Assert.Equal(LongWriterError.DatasetUnavailable, error.Error);
        Assert.Contains($"{file}, line 3: 'rejected' is an empty answer", error.Message, StringComparison.Ordinal);
        Assert.Equal(LongWriterError.DatasetUnavailable, Assert.Throws<LongWriterException>(() => _reader.Read(file + "x").Count()).Error);
    }

    [Theory]
    [InlineData("{\"prompt\":", "is no JSON")]
    [InlineData("[1]", "no JSON object")]
    [InlineData("{\"prompt\":\"A\",\"chosen\":\"B\"}", "no 'rejected'")]
    [InlineData("{\"chosen\":\"B\",\"rejected\":\"C\"}", "nothing tells what")]
    [InlineData("{\"system\":\"S\",\"chosen\":\"B\",\"rejected\":\"C\"}", "there is a 'system'")]
    [InlineData("{\"prompt\":\"A\",\"chosen\":7,\"rejected\":\"C\"}", "'chosen' is neither")]
    [InlineData("{\"prompt\":\"A\",\"chosen\":null,\"rejected\":\"C\"}", "'chosen' is neither")]
    [InlineData("{\"prompt\":\"A\",\"chosen\":[],\"rejected\":\"C\"}", "'chosen' does not end with an assistant's turn")]
    [InlineData("{\"prompt\":\"A\",\"chosen\":[7],\"rejected\":\"C\"}", "a message that is no object")]
    [InlineData("{\"prompt\":\"A\",\"chosen\":{\"role\":\"assistant\"},\"rejected\":\"C\"}", "without 'content'")]
    [InlineData("{\"prompt\":\"A\",\"chosen\":{\"role\":\"assistant\",\"content\":{}},\"rejected\":\"C\"}", "is no text")]
    [InlineData("{\"prompt\":\"A\",\"chosen\":{\"role\":\"user\",\"content\":\"B\"},\"rejected\":\"C\"}", "does not end with an assistant's turn")]
    [InlineData("{\"instruction\":[],\"input\":\"x\",\"chosen\":\"B\",\"rejected\":\"C\"}", "'instruction' is empty")]
    [InlineData("{\"prompt\":\"A\",\"chosen\":[{\"role\":\"user\",\"content\":\"X\"},{\"role\":\"assistant\",\"content\":\"B\"}],\"rejected\":\"C\"}", "begins neither with its prompt")]
    [InlineData("{\"prompt\":\"\\ud800\",\"chosen\":\"B\",\"rejected\":\"C\"}", "row 9")]
    public void A_row_that_is_no_pair_is_named(string row, string problem)
    {
        var error = Assert.Throws<LongWriterException>(() => _reader.ReadRow("row 9", row));

        Assert.Equal(LongWriterError.DatasetUnavailable, error.Error);
        Assert.StartsWith("row 9", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conversation_that_the_template_cannot_carry_is_named()
    {
        var error = Assert.Throws<LongWriterException>(() => _reader.ReadRow("row 9", """{"prompt":[{"role":"wizard","content":"A"}],"chosen":"B","rejected":"C"}"""));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains("row 9", error.Message, StringComparison.Ordinal);
        Assert.Contains("wizard", error.Message, StringComparison.Ordinal);
    }

    private (string All, string Learned) Texts(TrainingSequence sequence) =>
        (_tokenizer.Decode(sequence.Ids, skipSpecial: false), _tokenizer.Decode(sequence.Labels.Where(static label => label != TrainingSequence.Ignored), skipSpecial: false));
}
