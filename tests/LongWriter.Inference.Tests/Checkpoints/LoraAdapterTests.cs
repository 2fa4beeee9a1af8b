using System.Text.Json.Nodes;

namespace LongWriter.Tests;

public class LoraAdapterTests
{
    private const string Settings = """
        { "alpha_pattern": {}, "auto_mapping": null, "base_model_name_or_path": "models/base", "bias": "none", "fan_in_fan_out": false, "inference_mode": true, "init_lora_weights": true,
          "layer_replication": null, "layers_pattern": null, "layers_to_transform": null, "loftq_config": {}, "lora_alpha": 12, "lora_dropout": 0.05, "megatron_config": null, "megatron_core": "megatron.core",
          "modules_to_save": null, "peft_type": "LORA", "r": 3, "rank_pattern": {}, "revision": null, "target_modules": ["q_proj", "down_proj"], "task_type": "CAUSAL_LM", "use_dora": false, "use_rslora": false }
        """;

    [Theory]
    [InlineData(false, 12.0 / 3)]
    [InlineData(true, 6.928203230275509)]
    public void Rows_are_weight_plus_scaled_product(bool stabilised, double scale)
    {
        using var model = new ModelFolder(PublishedConfigs.Mistral);
        using var folder = new TemporaryFolder();
        var matrices = Adapter(folder, ModelConfigReaderTests.With(Settings, "use_rslora", stabilised), ("model.layers.1.self_attn.q_proj", 64, 64), ("model.layers.0.mlp.down_proj", 64, 96));
        using var adapted = LoraAdapter.Load(HuggingFaceCheckpoint.Open(model.Path), folder.Path);
        foreach (var (name, inputs) in new[] { ("model.layers.1.self_attn.q_proj", 64), ("model.layers.0.mlp.down_proj", 96) })
        {
            var tensor = new ModelTensor(name + ".weight", 64, inputs);
            var expected = Expected(model.Values(tensor.Name), matrices[name], inputs, 0, scale);
            var rows = new float[20 * inputs];
            adapted.Read(tensor, 30, rows);
            for (var index = 0; index < rows.Length; index++)
                Assert.Equal(expected[(30 * inputs) + index], rows[index], 1e-5);
            Assert.Equal(StoredFormat.Float32, adapted.FormatOf(tensor.Name));

            var (bits, expectedBits) = (new ushort[rows.Length], new ushort[rows.Length]);
            adapted.ReadBFloat16(tensor, 30, bits);
            WeightConversion.ToBFloat16(rows, expectedBits);
            Assert.Equal(expectedBits, bits);
            var (quants, scales, expectedQuants, expectedScales) = (new sbyte[rows.Length], new float[rows.Length / 32], new sbyte[rows.Length], new float[rows.Length / 32]);
            adapted.ReadInt8(tensor, 30, quants, scales);
            WeightConversion.ToInt8(rows, expectedQuants, expectedScales);
            Assert.Equal(expectedQuants, quants);
            Assert.Equal(expectedScales, scales);
        }
    }

    [Fact]
    public void What_is_not_adapted_is_read_as_it_is()
    {
        using var model = new ModelFolder(PublishedConfigs.Mistral);
        using var folder = new TemporaryFolder();
        Adapter(folder, ModelConfigReaderTests.With(Settings, "target_modules", "q_proj"), ("model.layers.1.self_attn.q_proj", 64, 64));
        using var adapted = LoraAdapter.Load(HuggingFaceCheckpoint.Open(model.Path), folder.Path);
        using var plain = HuggingFaceCheckpoint.Open(model.Path);
        foreach (var tensor in ModelTensor.Of(plain.Config).Where(tensor => tensor.Name != TensorNames.Query(1)))
        {
            var (first, second) = (new ushort[tensor.Rows * tensor.Columns], new ushort[tensor.Rows * tensor.Columns]);
            plain.ReadBFloat16(tensor, 0, first);
            adapted.ReadBFloat16(tensor, 0, second);
            Assert.Equal(first, second);
            Assert.Equal(plain.FormatOf(tensor.Name), adapted.FormatOf(tensor.Name));
        }
    }

    [Fact]
    public void A_fused_module_is_adapted_in_all_its_parts()
    {
        using var model = new ModelFolder(PublishedConfigs.ChatGlm);
        using var folder = new TemporaryFolder();
        const string Module = "transformer.encoder.layers.1.self_attention.query_key_value";
        var matrices = Adapter(folder, ModelConfigReaderTests.With(Settings, "target_modules", new JsonArray("query_key_value")), (Module, 96, 40));
        using var adapted = LoraAdapter.Load(HuggingFaceCheckpoint.Open(model.Path), folder.Path);
        var whole = model.Values(Module + ".weight");
        foreach (var (name, first, rows) in new[] { (TensorNames.Query(1), 0, 48), (TensorNames.Key(1), 48, 24), (TensorNames.Value(1), 72, 24) })
        {
            var values = new float[rows * 40];
            adapted.Read(new(name, rows, 40), 0, values);
            var expected = Expected(whole[(first * 40)..((first + rows) * 40)], matrices[Module], 40, first, 4);
            for (var index = 0; index < values.Length; index++)
                Assert.Equal(expected[index], values[index], 1e-5);
        }
    }

    [Theory]
    [InlineData("use_dora", "true")]
    [InlineData("bias", "\"all\"")]
    [InlineData("fan_in_fan_out", "true")]
    [InlineData("modules_to_save", "[\"lm_head\"]")]
    [InlineData("rank_pattern", "{\"q_proj\": 8}")]
    [InlineData("alpha_pattern", "{\"q_proj\": 8}")]
    [InlineData("layer_replication", "[[0, 1]]")]
    [InlineData("peft_type", "\"IA3\"")]
    [InlineData("peft_type", "null")]
    [InlineData("init_lora_weights", "\"pissa\"")]
    [InlineData("lora_bias", "true")]
    [InlineData("trainable_token_indices", "[1]")]
    [InlineData("r", "0")]
    [InlineData("r", "\"3\"")]
    [InlineData("lora_alpha", "-1")]
    [InlineData("target_modules", "7")]
    [InlineData("target_modules", "null")]
    [InlineData("some_new_trick", "3")]
    public void A_setting_that_is_not_supported_is_named(string field, string value)
    {
        using var folder = new TemporaryFolder();
        Adapter(folder, ModelConfigReaderTests.With(Settings, field, JsonNode.Parse(value)), ("model.layers.1.self_attn.q_proj", 64, 64), ("model.layers.0.mlp.down_proj", 64, 96));
        Assert.Contains(field, AssertRefused(folder, "adapter_config.json"));
    }

    [Theory]
    [InlineData("model.layers.2.self_attn.q_proj", 64, 64, "model.layers.2.self_attn.q_proj is no linear layer")]
    [InlineData("model.embed_tokens", 66, 64, "model.embed_tokens is no linear layer")]
    [InlineData("model.layers.1.self_attn.k_proj", 16, 64, "k_proj is not among target_modules")]
    [InlineData("model.layers.1.self_attn.q_proj", 60, 64, "lora_B.weight is [60, 3]; rank and model ask for [64, 3]")]
    [InlineData("model.layers.1.self_attn.q_proj", 64, 65, "lora_A.weight is [3, 65]; rank and model ask for [3, 64]")]
    [InlineData("model.layers.1.self_attn.q_proj", 64, 64, "target_modules names down_proj")]
    public void Tensors_that_do_not_fit_are_named(string module, int outputs, int inputs, string message)
    {
        using var folder = new TemporaryFolder();
        Adapter(folder, Settings, (module, outputs, inputs));
        Assert.Contains(message, AssertRefused(folder, folder.Path));
    }

    [Fact]
    public void Half_a_pair_foreign_tensors_and_missing_files_are_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("adapter_config.json", AssertRefused(folder, folder.Path));
        folder.Write("adapter_config.json", Settings);
        Assert.Contains("adapter_model.safetensors", AssertRefused(folder, folder.Path));
        SafetensorsWriter.Write(folder.File("adapter_model.safetensors"),
        [
            SafetensorsEntry.Float32("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", [3, 64], new float[192]),
            SafetensorsEntry.Float32("base_model.model.model.embed_tokens.lora_embedding_A", [3, 66], new float[198]),
        ]);
        var message = AssertRefused(folder, folder.Path);
        Assert.Contains("model.layers.0.self_attn.q_proj.lora_B.weight is missing", message);
        Assert.Contains("lora_embedding_A is no tensor of a plain LoRA adapter", message);
    }

    [Fact]
    public void An_adapter_with_numbers_that_are_none_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("adapter_config.json", ModelConfigReaderTests.With(Settings, "target_modules", new JsonArray("q_proj")));
        const string Module = "base_model.model.model.layers.0.self_attn.q_proj.";
        SafetensorsWriter.Write(folder.File("adapter_model.safetensors"),
            [SafetensorsEntry.Float32(Module + "lora_A.weight", [3, 64], new float[192]), SafetensorsEntry.Float32(Module + "lora_B.weight", [64, 3], Enumerable.Repeat(float.NaN, 192).ToArray())]);
        Assert.Contains("lora_B.weight", AssertRefused(folder, folder.Path));
    }

    private static double[] Expected(float[] weights, (float[] Down, float[] Up) matrices, int inputs, int firstRow, double scale)
    {
        var sums = new double[weights.Length];
        for (var row = 0; row < weights.Length / inputs; row++)
        {
            for (var column = 0; column < inputs; column++)
            {
                var product = 0.0;
                for (var k = 0; k < 3; k++)
                    product += (double)matrices.Up[((firstRow + row) * 3) + k] * matrices.Down[(k * inputs) + column];
                sums[(row * inputs) + column] = weights[(row * inputs) + column] + (scale * product);
            }
        }

        return sums;
    }

    private static Dictionary<string, (float[] Down, float[] Up)> Adapter(TemporaryFolder folder, string settings, params (string Module, int Outputs, int Inputs)[] modules)
    {
        var random = new Random(9);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) / 4)];
        folder.Write("adapter_config.json", settings);
        var matrices = modules.ToDictionary(item => item.Module, item => (Down: Numbers(3 * item.Inputs), Up: Numbers(item.Outputs * 3)));
        SafetensorsWriter.Write(folder.File("adapter_model.safetensors"), modules.SelectMany(item => new[]
        {
            SafetensorsEntry.Float32($"base_model.model.{item.Module}.lora_A.weight", [3, item.Inputs], matrices[item.Module].Down),
            SafetensorsEntry.Float32($"base_model.model.{item.Module}.lora_B.weight", [item.Outputs, 3], matrices[item.Module].Up),
        }));
        return matrices;
    }

    private static string AssertRefused(TemporaryFolder folder, string named)
    {
        using var model = new ModelFolder(PublishedConfigs.Mistral);
        using var weights = HuggingFaceCheckpoint.Open(model.Path);
        var exception = Assert.Throws<LongWriterException>(() => LoraAdapter.Load(weights, folder.Path));
        Assert.Equal(LongWriterError.InvalidModel, exception.Error);
        Assert.Contains(named, exception.Message);
        return exception.Message;
    }
}
