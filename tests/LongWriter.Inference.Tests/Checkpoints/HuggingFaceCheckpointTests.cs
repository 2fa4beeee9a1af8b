using System.Text.Json.Nodes;

namespace LongWriter.Tests;

public class HuggingFaceCheckpointTests
{
    [Fact]
    public void Chatglm_rows_are_taken_from_the_fused_tensors()
    {
        using var model = new ModelFolder(PublishedConfigs.ChatGlm);
        using var weights = HuggingFaceCheckpoint.Open(model.Path);
        // 4 query heads and 2 key heads of 12, hidden 40, inner 72.
        const string Layer = "transformer.encoder.layers.1.";
        var fused = model.Values(Layer + "self_attention.query_key_value.weight");
        var bias = model.Values(Layer + "self_attention.query_key_value.bias");
        AssertRows(weights, TensorNames.Query(1), 48, 40, fused[..(48 * 40)]);
        AssertRows(weights, TensorNames.Key(1), 24, 40, fused[(48 * 40)..(72 * 40)]);
        AssertRows(weights, TensorNames.Value(1), 24, 40, fused[(72 * 40)..]);
        AssertRows(weights, TensorNames.BiasOf(TensorNames.Query(1)), 48, 1, bias[..48]);
        AssertRows(weights, TensorNames.BiasOf(TensorNames.Key(1)), 24, 1, bias[48..72]);
        AssertRows(weights, TensorNames.BiasOf(TensorNames.Value(1)), 24, 1, bias[72..]);
        var inner = model.Values(Layer + "mlp.dense_h_to_4h.weight");
        AssertRows(weights, TensorNames.Gate(1), 72, 40, inner[..(72 * 40)]);
        AssertRows(weights, TensorNames.Up(1), 72, 40, inner[(72 * 40)..]);
        AssertRows(weights, TensorNames.Down(1), 40, 72, model.Values(Layer + "mlp.dense_4h_to_h.weight"));
        AssertRows(weights, TensorNames.AttentionOutput(1), 40, 48, model.Values(Layer + "self_attention.dense.weight"));
        AssertRows(weights, TensorNames.AttentionNorm(1), 40, 1, model.Values(Layer + "input_layernorm.weight"));
        AssertRows(weights, TensorNames.FeedForwardNorm(1), 40, 1, model.Values(Layer + "post_attention_layernorm.weight"));
        AssertRows(weights, TensorNames.Embedding, 61, 40, model.Values("transformer.embedding.word_embeddings.weight"));
        AssertRows(weights, TensorNames.FinalNorm, 40, 1, model.Values("transformer.encoder.final_layernorm.weight"));
        AssertRows(weights, TensorNames.Head, 61, 40, model.Values("transformer.output_layer.weight"));
    }

    [Fact]
    public void Glm_keeps_gate_and_up_in_one_tensor()
    {
        using var model = new ModelFolder(PublishedConfigs.Glm);
        using var weights = HuggingFaceCheckpoint.Open(model.Path);
        var fused = model.Values("model.layers.0.mlp.gate_up_proj.weight");
        AssertRows(weights, TensorNames.Gate(0), 88, 56, fused[..(88 * 56)]);
        AssertRows(weights, TensorNames.Up(0), 88, 56, fused[(88 * 56)..]);
        AssertRows(weights, TensorNames.BiasOf(TensorNames.Key(0)), 32, 1, model.Values("model.layers.0.self_attn.k_proj.bias"));
    }

    [Theory]
    [InlineData(SafetensorsType.F32)]
    [InlineData(SafetensorsType.F16)]
    [InlineData(SafetensorsType.BF16)]
    public void Rows_are_read_in_every_form_from_every_stored_one(SafetensorsType type)
    {
        using var model = new ModelFolder(PublishedConfigs.Mistral, type);
        using var weights = HuggingFaceCheckpoint.Open(model.Path);
        var tensor = new ModelTensor(TensorNames.Gate(1), 96, 64);
        Assert.Equal(type switch { SafetensorsType.F32 => StoredFormat.Float32, SafetensorsType.F16 => StoredFormat.Float16, _ => StoredFormat.BFloat16 }, weights.FormatOf(tensor.Name));
        var floats = new float[40 * 64];
        weights.Read(tensor, 50, floats);
        Assert.Equal(model.Values(tensor.Name)[(50 * 64)..(90 * 64)], floats);
        var (bits, expectedBits) = (new ushort[40 * 64], new ushort[40 * 64]);
        weights.ReadBFloat16(tensor, 50, bits);
        WeightConversion.ToBFloat16(floats, expectedBits);
        Assert.Equal(expectedBits, bits);
        var (quants, scales, expectedQuants, expectedScales) = (new sbyte[40 * 64], new float[80], new sbyte[40 * 64], new float[80]);
        weights.ReadInt8(tensor, 50, quants, scales);
        WeightConversion.ToInt8(floats, expectedQuants, expectedScales);
        Assert.Equal(expectedQuants, quants);
        Assert.Equal(expectedScales, scales);
    }

    [Fact]
    public void Long_reads_and_parallel_readers_see_the_same_as_short_ones()
    {
        var json = ModelConfigReaderTests.With(PublishedConfigs.Mistral, "vocab_size", 5_000);
        using var model = new ModelFolder(json, SafetensorsType.F16);
        using var weights = HuggingFaceCheckpoint.Open(model.Path);
        var tensor = new ModelTensor(TensorNames.Embedding, 5_000, 64);
        var whole = new float[5_000 * 64];
        weights.Read(tensor, 0, whole);
        Assert.Equal(model.Values(tensor.Name), whole);
        var (bits, quants, scales) = (new ushort[whole.Length], new sbyte[whole.Length], new float[whole.Length / 32]);
        weights.ReadBFloat16(tensor, 0, bits);
        weights.ReadInt8(tensor, 0, quants, scales);
        Parallel.For(0, 50, part =>
        {
            var (rowBits, rowQuants, rowScales) = (new ushort[100 * 64], new sbyte[100 * 64], new float[200]);
            weights.ReadBFloat16(tensor, part * 100, rowBits);
            weights.ReadInt8(tensor, part * 100, rowQuants, rowScales);
            Assert.Equal(bits[(part * 6400)..((part + 1) * 6400)], rowBits);
            Assert.Equal(quants[(part * 6400)..((part + 1) * 6400)], rowQuants);
            Assert.Equal(scales[(part * 200)..((part + 1) * 200)], rowScales);
        });
    }

    [Fact]
    public void Shards_are_read_as_one_file()
    {
        using var single = new ModelFolder(PublishedConfigs.Llama);
        using var sharded = new ModelFolder(PublishedConfigs.Llama, shardBytes: 10_000);
        Assert.True(File.Exists(Path.Combine(sharded.Path, "model.safetensors.index.json")));
        using var one = HuggingFaceCheckpoint.Open(single.Path);
        using var many = HuggingFaceCheckpoint.Open(sharded.Path);
        foreach (var tensor in ModelTensor.Of(one.Config))
        {
            var (first, second) = (new float[tensor.Rows * tensor.Columns], new float[tensor.Rows * tensor.Columns]);
            one.Read(tensor, 0, first);
            many.Read(tensor, 0, second);
            Assert.Equal(first, second);
        }
    }

    [Fact]
    public void Every_tensor_that_is_missing_unknown_or_of_another_shape_is_named()
    {
        using var model = new ModelFolder(PublishedConfigs.Llama);
        model.Rewrite(entries => [.. entries.Where(entry => entry.Name != "model.norm.weight" && entry.Name != "lm_head.weight" && entry.Name != TensorNames.Key(1)),
            SafetensorsEntry.Float32("model.layers.0.self_attn.q_proj.bias", [96], new float[96]), SafetensorsEntry.Float32(TensorNames.Key(1), [48, 32], new float[48 * 32]), new("lm_head.weight", SafetensorsType.I8, [101, 48], stream => stream.Write(new byte[101 * 48]))]);
        var message = AssertRefused(model.Path);
        Assert.Contains("model.norm.weight is missing", message);
        Assert.Contains("model.layers.0.self_attn.q_proj.bias is no tensor", message);
        Assert.Contains(TensorNames.Key(1) + " is [48, 32], the configuration asks for [32, 48]", message);
        Assert.Contains("lm_head.weight is stored as I8", message);
    }

    [Fact]
    public void Tables_that_are_computed_and_a_tied_head_may_be_there_too()
    {
        var table = SafetensorsEntry.Float32("model.layers.0.self_attn.rotary_emb.inv_freq", [8], new float[8]);
        using var llama = new ModelFolder(PublishedConfigs.Llama);
        llama.Rewrite(entries => [.. entries, table]);
        HuggingFaceCheckpoint.Open(llama.Path).Dispose();
        using var glm = new ModelFolder(PublishedConfigs.ChatGlm);
        glm.Rewrite(entries => [.. entries, table with { Name = "transformer.rotary_pos_emb.inv_freq" }]);
        HuggingFaceCheckpoint.Open(glm.Path).Dispose();
        using var tied = new ModelFolder(PublishedConfigs.Qwen2);
        tied.Rewrite(entries => [.. entries, SafetensorsEntry.Float32("lm_head.weight", [93, 48], new float[93 * 48])]);
        HuggingFaceCheckpoint.Open(tied.Path).Dispose();
    }

    [Fact]
    public void A_missing_shard_and_tensors_that_lie_elsewhere_than_the_index_says_are_named()
    {
        using var model = new ModelFolder(PublishedConfigs.Llama, shardBytes: 20_000);
        var index = Path.Combine(model.Path, "model.safetensors.index.json");
        var json = JsonNode.Parse(File.ReadAllText(index))!;
        var map = json["weight_map"]!;
        var last = map["lm_head.weight"]!.GetValue<string>();
        map["model.embed_tokens.weight"] = last;
        map["ghost.weight"] = last;
        File.WriteAllText(index, json.ToJsonString());
        var message = AssertRefused(model.Path);
        Assert.Contains("model.embed_tokens.weight is in model-00001-of-", message);
        Assert.Contains($"ghost.weight is not in {last}", message);
        File.Delete(Path.Combine(model.Path, last));
        message = AssertRefused(model.Path);
        Assert.Contains($"{last}, which model.safetensors.index.json names, is missing", message);
        Assert.Contains("lm_head.weight is missing", message);
    }

    [Fact]
    public void A_tensor_in_two_shards_is_named()
    {
        using var model = new ModelFolder(PublishedConfigs.Llama, shardBytes: 40_000);
        var first = Directory.GetFiles(model.Path, "model-00001-of-*.safetensors").Single();
        File.Copy(first, Path.Combine(model.Path, "copy.safetensors"));
        var index = Path.Combine(model.Path, "model.safetensors.index.json");
        File.WriteAllText(index, File.ReadAllText(index).Replace("\"weight_map\": {", "\"weight_map\": {\"model.extra.rotary_emb.inv_freq\": \"copy.safetensors\","));
        Assert.Contains($"model.embed_tokens.weight is in copy.safetensors and in {Path.GetFileName(first)}", AssertRefused(model.Path));
    }

    [Theory]
    [InlineData("""{"weight_map": {"a": "../model.safetensors"}}""")]
    [InlineData("""{"weight_map": {"a": "/etc/passwd"}}""")]
    [InlineData("""{"weight_map": {"a": "..\\model.safetensors"}}""")]
    [InlineData("""{"weight_map": {"a": ".."}}""")]
    [InlineData("""{"weight_map": {"a": ""}}""")]
    [InlineData("""{"weight_map": {"a": 7}}""")]
    [InlineData("""{"weight_map": {}}""")]
    [InlineData("""{"weight_map": []}""")]
    [InlineData("""{"metadata": {}}""")]
    [InlineData("""[]""")]
    [InlineData("""{"weight_map": {"a": "a.safetensors", "a": "b.safetensors"}}""")]
    public void An_index_that_is_none_or_reaches_out_of_its_folder_is_refused(string json)
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", PublishedConfigs.Llama);
        folder.Write("model.safetensors.index.json", json);
        Assert.Contains("model.safetensors.index.json", AssertRefused(folder.Path));
    }

    [Fact]
    public void A_folder_without_weights_says_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("config.json", AssertRefused(folder.Path));
        folder.Write("config.json", PublishedConfigs.Llama);
        folder.Write("pytorch_model.bin", "x");
        Assert.Contains("model.safetensors", AssertRefused(folder.Path));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_weight_that_is_no_number_is_found_in_every_form_and_its_tensor_named(float bad)
    {
        using var model = new ModelFolder(PublishedConfigs.Mistral);
        var values = new float[96 * 64];
        values[^1] = bad;
        model.Rewrite(entries => [.. entries.Where(entry => entry.Name != TensorNames.Up(0)), SafetensorsEntry.Float32(TensorNames.Up(0), [96, 64], values)]);
        using var weights = HuggingFaceCheckpoint.Open(model.Path);
        var tensor = new ModelTensor(TensorNames.Up(0), 96, 64);
        weights.Read(tensor, 0, new float[95 * 64]);
        foreach (var read in new Action[]
                 {
                     () => weights.Read(tensor, 95, new float[64]),
                     () => weights.ReadBFloat16(tensor, 0, new ushort[96 * 64]),
                     () => weights.ReadInt8(tensor, 0, new sbyte[96 * 64], new float[96 * 2]),
                 })
        {
            var exception = Assert.Throws<LongWriterException>(read);
            Assert.Equal(LongWriterError.InvalidModel, exception.Error);
            Assert.Contains(TensorNames.Up(0), exception.Message);
        }
    }

    [Fact]
    public void Asking_for_what_is_not_there_is_the_callers_mistake()
    {
        using var model = new ModelFolder(PublishedConfigs.Llama);
        var weights = HuggingFaceCheckpoint.Open(model.Path);
        var tensor = new ModelTensor(TensorNames.Gate(0), 112, 48);
        Assert.Throws<ArgumentException>(() => weights.Read(tensor, 0, new float[47]));
        Assert.Throws<ArgumentException>(() => weights.Read(tensor, 112, new float[48]));
        Assert.Throws<ArgumentException>(() => weights.Read(tensor, -1, new float[48]));
        Assert.Throws<ArgumentException>(() => weights.Read(tensor with { Rows = 1_000 }, 500, new float[48]));
        Assert.Throws<ArgumentException>(() => weights.Read(tensor with { Name = "lm_tail.weight" }, 0, new float[48]));
        Assert.Throws<ArgumentException>(() => weights.FormatOf("model.layers.3.mlp.gate_proj.weight"));
        Assert.Throws<ArgumentException>(() => weights.ReadInt8(tensor, 0, new sbyte[48], new float[2]));
        weights.Dispose();
        Assert.Throws<ObjectDisposedException>(() => weights.Read(tensor, 0, new float[48]));
    }

    [Fact]
    public void Ignored_fields_reach_the_configuration()
    {
        using var model = new ModelFolder(PublishedConfigs.Llama);
        File.WriteAllText(Path.Combine(model.Path, "config.json"), ModelConfigReaderTests.With(PublishedConfigs.Llama, "house_style", "v2"));
        Assert.Contains("house_style", AssertRefused(model.Path));
        HuggingFaceCheckpoint.Open(model.Path, ["house_style"]).Dispose();
    }

    private static void AssertRows(ModelWeights weights, string name, int rows, int columns, float[] expected)
    {
        var values = new float[rows * columns];
        weights.Read(new(name, rows, columns), 0, values);
        Assert.Equal(expected, values);
    }

    private static string AssertRefused(string folder)
    {
        var exception = Assert.Throws<LongWriterException>(() => HuggingFaceCheckpoint.Open(folder));
        Assert.Equal(LongWriterError.InvalidModel, exception.Error);
        Assert.StartsWith(folder, exception.Message);
        return exception.Message;
    }
}
