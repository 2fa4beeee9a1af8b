namespace LongWriter.Tests;

/// <summary>What an exported file says of the model and its tokenizer, and what cannot be exported.</summary>
public class GgufExportTests
{
    [Fact]
    public void The_tokenizer_goes_into_the_file()
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config("llama"));
        using var file = GgufFile.Open(GgufModels.Export(folder, weights, GgufExportFormat.BFloat16));
        var v = GgufVocabulary.Read(file)!;

        Assert.Equal(("gpt2", "llama-bpe"), (v.Model, v.PreTokenizer));
        Assert.Equal(["ƀ", "Ɓ"], v.Tokens.Take(2));
        Assert.Equal(["ƀƁ", "ƀƁƂ", "ƃƄ", "[PAD63]", "<|begin|>", "<|end|>", "<|user|>", "[tool]", "<think>", "[PAD69]"], v.Tokens.Skip(60));
        Assert.All(v.TokenTypes!.Take(63), static type => Assert.Equal(GgufTokenType.Normal, type));
        Assert.Equal(
            [GgufTokenType.Unused, GgufTokenType.Control, GgufTokenType.Control, GgufTokenType.Control, GgufTokenType.Control, GgufTokenType.UserDefined, GgufTokenType.Unused],
            v.TokenTypes!.Skip(63));
        Assert.Equal(["ƀ Ɓ", "ƀƁ Ƃ", "ƃ Ƅ"], v.Merges!);
        Assert.Equal((64, 65, 66, 67), (v.BosTokenId, v.EosTokenId, v.EotTokenId, v.EomTokenId));
        Assert.Equal((true, false, "{{ messages }}"), (v.AddBos, v.AddEos, v.ChatTemplate));
        Assert.Null(v.Scores);
    }

    [Theory]
    [InlineData("llama", GgufModels.Llama3, true, "llama-bpe")]
    [InlineData("llama", GgufModels.Llama3, false, "smaug-bpe")]
    [InlineData("chatglm", GgufModels.Llama3, false, "chatglm-bpe")]
    [InlineData("qwen2", GgufModels.Qwen2, false, "qwen2")]
    [InlineData("qwen3", @"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", false, "qwen2")]
    [InlineData("llama", @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", false, "gpt-2")]
    public void The_way_a_text_is_cut_is_recognised(string name, string pattern, bool ignoreMerges, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", GgufModels.Tokenizer(pattern, ignoreMerges));
        using var weights = new MemoryWeights(GgufModels.Config(name));

        Assert.Equal(expected, GgufExporter.Export(weights, folder.Path, folder.File("m.gguf")).PreTokenizer);
    }

    [Fact]
    public void A_way_to_cut_texts_that_has_no_name_is_an_error_unless_the_caller_names_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", GgufModels.Tokenizer(@"\w+|\s+"));
        using var weights = new MemoryWeights(GgufModels.Config("llama"));

        Assert.Contains("tokenizer.ggml.pre", GgufFileTests.Fault(() => GgufExporter.Export(weights, folder.Path, folder.File("m.gguf"))), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("m.gguf")));
        Assert.Equal("default", GgufExporter.Export(weights, folder.Path, folder.File("m.gguf"), preTokenizer: "default").PreTokenizer);
    }

    [Fact]
    public void Gpt_2s_own_cut_needs_no_pattern()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", """{"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false},"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}}""");
        using var weights = new MemoryWeights(GgufModels.Config("llama"));

        Assert.Equal("gpt-2", GgufExporter.Export(weights, folder.Path, folder.File("m.gguf")).PreTokenizer);
    }

    [Fact]
    public void A_SentencePiece_style_tokenizer_gets_scores_in_the_order_of_its_merges()
    {
        using var folder = new TemporaryFolder();
        var bytes = string.Join(',', Enumerable.Range(0, 256).Select(static b => $"\"<0x{b:X2}>\":{b + 3}"));
        folder.Write("tokenizer.json", $$$"""
            {"added_tokens":[{"id":0,"content":"<unk>","special":true},{"id":1,"content":"<s>","special":true},{"id":2,"content":"</s>","special":true},{"id":270,"content":"\u2581tag","special":false}],
            "normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"\u2581"},{"type":"Replace","pattern":{"String":" "},"content":"\u2581"}]},"pre_tokenizer":null,
            "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>"} },{"Sequence":{"id":"A"} }]},
            "model":{"type":"BPE","byte_fallback":true,"unk_token":"<unk>","vocab":{"<unk>":0,"<s>":1,"</s>":2,{{{bytes}}},"\u2581":259,"a":260,"b":261,"ab":262,"\u2581ab":263,"\u2581a":264},
            "merges":["a b","\u2581 ab","\u2581a b","\u2581 a"]} }
            """);
        folder.Write("tokenizer_config.json", """{"eos_token":"</s>","add_bos_token":false}""");
        folder.Write("chat_template.jinja", "the newer place");
        using var weights = new MemoryWeights(GgufModels.Config("llama") with { VocabularySize = 272, BosTokenId = null, StopTokenIds = [] });
        var export = GgufExporter.Export(weights, folder.Path, folder.File("m.gguf"));
        using var file = GgufFile.Open(folder.File("m.gguf"));
        var v = GgufVocabulary.Read(file)!;

        Assert.Equal(("llama", null), (v.Model, export.PreTokenizer));
        Assert.Equal([GgufTokenType.Unknown, GgufTokenType.Control, GgufTokenType.Control, GgufTokenType.Byte], v.TokenTypes!.Take(4));
        Assert.Equal((GgufTokenType.UserDefined, " tag"), (v.TokenTypes![270], v.Tokens[270]));
        Assert.True(v.Scores![262] > v.Scores[263] && v.Scores[263] > v.Scores[264] && v.Scores[264] > v.Scores[260]);
        Assert.Equal((1, 2, true, true), (v.BosTokenId, v.EosTokenId, v.AddBos, v.AddSpacePrefix));
        Assert.Equal("the newer place", v.ChatTemplate);
        Assert.Null(v.Merges);
    }

    [Fact]
    public void The_ranks_of_GLM_4_become_merges()
    {
        using var folder = new TemporaryFolder();
        // All bytes, then tokens that are put together from those before them.
        byte[][] tokens = [.. Enumerable.Range(0, 256).Select(static b => new[] { (byte)b }), "ab"u8.ToArray(), "cd"u8.ToArray(), "bc"u8.ToArray(), "abcd"u8.ToArray(), " abcd"u8.ToArray()];
        folder.Write("tokenizer.model", string.Concat(tokens.Select(static (token, rank) => $"{Convert.ToBase64String(token)} {rank}\n")));
        folder.Write("tokenizer_config.json", """{"added_tokens_decoder":{"261":{"content":"<|endoftext|>","special":true},"262":{"content":"<sop>","special":true}},"eos_token":"<|endoftext|>","bos_token":null}""");
        using var weights = new MemoryWeights(GgufModels.Config("chatglm") with { VocabularySize = 264, BosTokenId = null, StopTokenIds = [262] });
        var export = GgufExporter.Export(weights, folder.Path, folder.File("m.gguf"));
        using var file = GgufFile.Open(folder.File("m.gguf"));
        var v = GgufVocabulary.Read(file)!;

        Assert.Equal("chatglm-bpe", export.PreTokenizer);
        Assert.Equal(["a b", "c d", "b c", "ab cd", "\u0120 abcd"], v.Merges!);
        Assert.Equal(["Ā", "a", "ÿ", "\u0120abcd", "<|endoftext|>", "<sop>", "[PAD263]"], new[] { 0, 97, 255, 260, 261, 262, 263 }.Select(id => v.Tokens[id]));
        Assert.Equal((261, 262, false), (v.EosTokenId, v.EotTokenId, v.AddBos));
    }

    [Theory]
    [InlineData("YQ==")]
    [InlineData("YQ== x")]
    [InlineData("YQ== -1")]
    [InlineData("?? 1")]
    [InlineData("YQ== 0\nYQ== 1")]
    [InlineData("YQ== 0\nYg== 0")]
    [InlineData("YQ== 99999")]
    public void A_broken_rank_file_is_named(string content)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.model", content);
        folder.Write("tokenizer_config.json", """{"added_tokens_decoder":{}}""");
        using var weights = new MemoryWeights(GgufModels.Config("chatglm"));

        Assert.Contains("tokenizer.model", GgufFileTests.Fault(() => GgufExporter.Export(weights, folder.Path, folder.File("m.gguf"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sliding_window_ends_the_context()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", GgufModels.Tokenizer());
        using var weights = new MemoryWeights(GgufModels.Config("llama") with { Architecture = "MistralForCausalLM", SlidingWindow = 100 });
        var export = GgufExporter.Export(weights, folder.Path, folder.File("m.gguf"));
        using var read = GgufCheckpoint.Open(folder.File("m.gguf"));

        Assert.Equal((100, null), (read.Config.ContextLength, read.Config.SlidingWindow));
        Assert.Contains(export.Notes, static note => note.Contains("100 tokens", StringComparison.Ordinal));
    }

    public static TheoryData<string, ModelConfig> Inexpressible => new()
    {
        { "architecture", GgufModels.Config("llama") with { Architecture = "MambaForCausalLM" } },
        { "interleaved llama", GgufModels.Config("llama") with { RotaryInterleaved = true } },
        { "partial rotary", GgufModels.Config("llama") with { RotaryDimension = 16 } },
        { "norms", GgufModels.Config("llama") with { QueryKeyNorm = true } },
        { "biases of qwen3", GgufModels.Config("qwen3") with { AttentionBias = true } },
        { "output bias", GgufModels.Config("chatglm") with { AttentionOutputBias = true } },
        { "wide heads", GgufModels.Config("chatglm") with { HeadDimension = 32, RotaryDimension = 16 } },
        { "scaling of qwen2", GgufModels.Config("qwen2") with { RopeScaling = new Llama3RopeScaling(8, 1, 4, 64) } },
        { "another model's tokenizer", GgufModels.Config("llama") with { VocabularySize = 68 } },
    };

    [Theory]
    [MemberData(nameof(Inexpressible))]
    public void What_the_format_has_no_place_for_is_not_written(string what, ModelConfig config)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", GgufModels.Tokenizer());
        using var weights = new MemoryWeights(config);

        Assert.False(string.IsNullOrEmpty(GgufFileTests.Fault(() => GgufExporter.Export(weights, folder.Path, folder.File("m.gguf")))), what);
        Assert.Equal(["tokenizer.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    public static TheoryData<string> BrokenTokenizers =>
    [
        "", "[]", "{", "{}", """{"model":3}""", """{"model":{"type":"Unigram","vocab":[]}}""", """{"model":{"vocab":{"a":-1}}}""", """{"model":{"vocab":{"a":1e300}}}""",
        """{"model":{"vocab":{"a":0,"b":0}},"decoder":{"type":"ByteLevel"}}""", """{"model":{"vocab":{"a":0}}}""", """{"model":{"vocab":{"a":0},"merges":["a"]},"decoder":{"type":"ByteLevel"}}""",
        """{"model":{"vocab":{"a":0},"merges":[[1,2]]},"decoder":{"type":"ByteLevel"}}""", """{"model":{"vocab":{"\ud800":0}},"decoder":{"type":"ByteLevel"}}""",
        """{"model":{"vocab":{"a":0}},"added_tokens":[{"content":"x"}],"decoder":{"type":"ByteLevel"}}""", """{"model":{"vocab":{"a":0}},"normalizer":{"type":"Lowercase"},"decoder":{"type":"ByteLevel"}}""",
        """{"model":{"vocab":{"a":0}},"added_tokens":[{"id":1,"content":"a"}],"decoder":{"type":"ByteLevel"}}""",
        """{"model":{"vocab":{"a":0}},"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":true}}""",
        """{"model":{"vocab":{"a":0}},"decoder":{"type":"ByteLevel"},"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<gone>"}}]}}""",
    ];

    [Theory]
    [MemberData(nameof(BrokenTokenizers))]
    public void A_broken_tokenizer_is_named(string json)
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", json);
        using var weights = new MemoryWeights(GgufModels.Config("llama"));

        Assert.Contains("tokenizer", GgufFileTests.Fault(() => GgufExporter.Export(weights, folder.Path, folder.File("m.gguf"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_tokenizer_json_is_told_of_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config("llama"));

        Assert.Contains("save_pretrained", GgufFileTests.Fault(() => GgufExporter.Export(weights, folder.Path, folder.File("m.gguf"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_written_and_a_cancelled_export_leave_nothing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", GgufModels.Tokenizer());
        using var weights = new MemoryWeights(GgufModels.Config("llama"));

        Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(() => GgufExporter.Export(weights, folder.Path, folder.File("none/m.gguf"))).Error);
        Assert.ThrowsAny<OperationCanceledException>(() => GgufExporter.Export(weights, folder.Path, folder.File("m.gguf"), cancellationToken: new CancellationToken(true)));
        Assert.Equal(["tokenizer.json"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_weight_that_fp16_cannot_hold_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", GgufModels.Tokenizer());
        using var weights = new MemoryWeights(GgufModels.Config("llama"));
        weights[TensorNames.Down(1)][5] = 1e6f;

        var message = GgufFileTests.Fault(() => GgufExporter.Export(weights, folder.Path, folder.File("m.gguf"), GgufExportFormat.Float16));

        Assert.All([TensorNames.Down(1), "BF16"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
