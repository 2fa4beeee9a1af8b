namespace LongWriter.Tests;

/// <summary>Files that are sound as files, but not a model that is supported: nothing they say is ignored.</summary>
public class GgufCheckpointTests
{
    [Fact]
    public void The_shape_is_what_the_metadata_says()
    {
        using var folder = new TemporaryFolder();
        var bytes = GgufLayoutTests.Llama().Value("llama.rope.freq_base", 500000f).Value("llama.rope.scaling.type", "linear").Value("llama.rope.scaling.factor", 4f)
            .Value("llama.attention.sliding_window", 64u).Value("llama.vocab_size", 11u).Value("tokenizer.ggml.bos_token_id", 1u).Value("tokenizer.ggml.eos_token_id", 2u)
            .Value("tokenizer.ggml.eot_token_id", 9u).Value("tokenizer.ggml.eom_token_id", 2u);
        using var read = GgufCheckpoint.Open(bytes.Save(folder));

        Assert.Equal(
            new ModelConfig
            {
                Architecture = "LlamaForCausalLM",
                VocabularySize = 11,
                HiddenSize = 16,
                IntermediateSize = 24,
                LayerCount = 1,
                HeadCount = 3,
                KeyValueHeadCount = 1,
                HeadDimension = 8,
                RotaryDimension = 8,
                ContextLength = 128,
                NormEpsilon = 1e-5f,
                RopeTheta = 500000,
                RopeScaling = new LinearRopeScaling(4),
                SlidingWindow = 64,
                TiedEmbeddings = true,
                BosTokenId = 1,
                StopTokenIds = read.Config.StopTokenIds,
            },
            read.Config);
        Assert.Equal([2, 9], read.Config.StopTokenIds);
    }

    [Fact]
    public void What_a_file_leaves_out_is_what_its_readers_take()
    {
        using var folder = new TemporaryFolder();
        using var read = GgufCheckpoint.Open(GgufLayoutTests.Llama().Value("llama.rope.scaling.factor", 0f).Save(folder));

        Assert.Equal((10000.0, null, null), (read.Config.RopeTheta, read.Config.RopeScaling, read.Config.SlidingWindow));
        Assert.Null(read.Config.BosTokenId);
        Assert.Null(GgufVocabulary.Read(read.File));
    }

    public static TheoryData<string, string[]> Unusable => new()
    {
        { "architecture", ["mamba", "llama, qwen2, qwen3, chatglm"] },
        { "no architecture", ["general.architecture"] },
        { "unknown key", ["llama.logit_scale"] },
        { "experts", ["llama.expert_count"] },
        { "not causal", ["llama.attention.causal"] },
        { "yarn", ["llama.rope.scaling.type", "yarn"] },
        { "split", ["part ? of the 3", "llama-gguf-split --merge"] },
        { "token outside", ["tokenizer.ggml.eos_token_id", "11"] },
        { "unknown tensor", ["blk.0.attn_q_norm.weight"] },
        { "both scalings", ["rope_freqs.weight"] },
        { "bad factors", ["rope_freqs.weight"] },
        { "short factors", ["rope_freqs.weight"] },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void What_is_not_supported_is_named(string what, string[] expected)
    {
        using var folder = new TemporaryFolder();
        var bytes = what switch
        {
            "architecture" => new GgufBytes().Value("general.architecture", "mamba"),
            "no architecture" => new GgufBytes().Value("general.name", "x"),
            "unknown key" => GgufLayoutTests.Llama().Value("llama.logit_scale", 2f),
            "experts" => GgufLayoutTests.Llama().Value("llama.expert_count", 8u),
            "not causal" => GgufLayoutTests.Llama().Value("llama.attention.causal", false),
            "yarn" => GgufLayoutTests.Llama().Value("llama.rope.scaling.type", "yarn"),
            "split" => GgufLayoutTests.Llama().Value("split.count", (ushort)3),
            "token outside" => GgufLayoutTests.Llama().Value("tokenizer.ggml.eos_token_id", 11u),
            "unknown tensor" => GgufLayoutTests.Llama().Floats("blk.0.attn_q_norm.weight", new float[8], 8),
            "both scalings" => GgufLayoutTests.Llama().Value("llama.rope.scaling.factor", 4f).Floats("rope_freqs.weight", [1, 2, 3, 4], 4),
            "bad factors" => GgufLayoutTests.Llama().Floats("rope_freqs.weight", [1, 2, 3, 0], 4),
            _ => GgufLayoutTests.Llama().Floats("rope_freqs.weight", [1, 2, 3], 3),
        };

        var message = GgufFileTests.Fault(() => GgufCheckpoint.Open(bytes.Save(folder)).Dispose());

        Assert.All(expected, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "bees-00001-of-00003.gguf", "bees-00001-of-00003.gguf bees.gguf")]
    [InlineData(2, "bees-00003-of-00003.gguf", "bees-00001-of-00003.gguf bees.gguf")]
    [InlineData(1, "renamed.gguf", "FIRST-PART.gguf WHOLE.gguf")]
    public void A_part_of_a_split_model_is_refused_with_the_command_that_joins_the_parts(int part, string name, string files)
    {
        using var folder = new TemporaryFolder();
        // All but the first hold nothing beside tensors that says what they are.
        var bytes = (part == 0 ? GgufLayoutTests.Llama() : new GgufBytes().Floats("blk.1.attn_norm.weight", new float[8], 8))
            .Value("split.no", (ushort)part).Value("split.count", (ushort)3).Value("split.tensors.count", 20);
        File.Move(bytes.Save(folder), folder.File(name));

        var message = GgufFileTests.Fault(() => LocalModel.Open(folder.File(name)).Dispose());

        Assert.Contains($"part {part + 1} of the 3", message, StringComparison.Ordinal);
        Assert.EndsWith($"llama-gguf-split --merge {files}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quantised_type_that_is_not_read_is_named_with_what_works()
    {
        using var folder = new TemporaryFolder();
        using var weights = new MemoryWeights(GgufModels.Config("llama"));
        var bytes = File.ReadAllBytes(GgufModels.Export(folder, weights, GgufExportFormat.Int8));
        // The type's number comes after the name, the number of dimensions and two sizes.
        var name = System.Text.Encoding.UTF8.GetBytes("blk.1.ffn_down.weight");
        bytes[bytes.AsSpan().IndexOf(name) + name.Length + 4 + 16] = 12;
        File.WriteAllBytes(folder.File("model.gguf"), bytes);

        var message = GgufFileTests.Fault(() => GgufCheckpoint.Open(folder.File("model.gguf")).Dispose());

        Assert.All(["blk.1.ffn_down.weight", "Q4_K", "Q8_0, F16 or BF16"], part => Assert.Contains(part, message, StringComparison.Ordinal));
        using var file = GgufFile.Open(folder.File("model.gguf"));
        Assert.Equal(GgufModels.Vocabulary, GgufVocabulary.Read(file)!.Tokens.Count);
    }

    [Fact]
    public void A_missing_tensor_and_one_of_another_shape_are_named()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("blk.1.attn_norm.weight", GgufFileTests.Fault(() => GgufCheckpoint.Open(new GgufBytes().Value("general.architecture", "llama")
            .Value("llama.context_length", 8u).Value("llama.embedding_length", 4u).Value("llama.block_count", 2u).Value("llama.feed_forward_length", 4u)
            .Value("llama.attention.head_count", 1u).Value("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Floats("token_embd.weight", new float[12], 4, 3).Floats("blk.0.attn_norm.weight", new float[4], 4).Floats("blk.0.attn_q.weight", new float[16], 4, 4)
            .Floats("blk.0.attn_k.weight", new float[16], 4, 4).Floats("blk.0.attn_v.weight", new float[16], 4, 4).Floats("blk.0.attn_output.weight", new float[16], 4, 4)
            .Floats("blk.0.ffn_norm.weight", new float[4], 4).Floats("blk.0.ffn_gate.weight", new float[16], 4, 4).Floats("blk.0.ffn_up.weight", new float[16], 4, 4)
            .Floats("blk.0.ffn_down.weight", new float[16], 4, 4).Save(folder)).Dispose()), StringComparison.Ordinal);
        Assert.Contains("2x11", GgufFileTests.Fault(() => GgufCheckpoint.Open(GgufLayoutTests.Llama().Floats("output.weight", new float[22], 2, 11).Save(folder)).Dispose()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_weight_that_is_no_number_is_told_of_when_it_is_read(float value)
    {
        using var folder = new TemporaryFolder();
        var query = GgufLayoutTests.Values(3 * 8 * 16);
        query[77] = value;
        using var read = GgufCheckpoint.Open(GgufLayoutTests.Llama(query).Save(folder));
        var tensor = new ModelTensor(TensorNames.Query(0), 24, 16);

        Assert.Contains("blk.0.attn_q.weight", GgufFileTests.Fault(() => read.Read(tensor, 0, new float[24 * 16])), StringComparison.Ordinal);
        Assert.Contains("blk.0.attn_q.weight", GgufFileTests.Fault(() => read.ReadBFloat16(tensor, 0, new ushort[24 * 16])), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_not_there_are_a_mistake_of_the_caller()
    {
        using var folder = new TemporaryFolder();
        using var read = GgufCheckpoint.Open(GgufLayoutTests.Llama().Save(folder));
        var tensor = new ModelTensor(TensorNames.Embedding, 11, 16);

        Assert.ThrowsAny<ArgumentException>(() => read.Read(tensor, 11, new float[16]));
        Assert.ThrowsAny<ArgumentException>(() => read.Read(tensor, 0, new float[15]));
        Assert.ThrowsAny<ArgumentException>(() => read.Read(tensor, -1, new float[16]));
        Assert.ThrowsAny<ArgumentException>(() => read.ReadInt8(tensor, 0, new sbyte[16], new float[1]));
        Assert.ThrowsAny<ArgumentException>(() => read.FormatOf("lm_head.weight"));
    }
}
