using System.Text.Json;
using static TorchSharp.torch;

namespace LongWriter.Tests;

public class LoraFolderTests
{
    private static readonly TrainingSequence[] Rows = [TinyRuns.Sequence(40, 1), TinyRuns.Sequence(25, 2)];

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen2")]
    [InlineData("glm")]
    [InlineData("chatglm")]
    [InlineData("chatglm", "v_proj", "up_proj", "o_proj")]
    public void A_written_adapter_is_the_trained_one_for_every_family(string name, params string[] targets)
    {
        using var folder = new TrainerFolder(PublishedModels.Create(name).ConfigJson);
        using var weights = HuggingFaceCheckpoint.Open(folder.Model);
        using var matrices = LoraRuns.Matrices(weights.Config, targets.Length == 0 ? LoraRuns.Options : LoraRuns.Options with { Targets = targets });
        using var frozen = new TrainableModel(weights, trained: false);
        using var pass = new TrainingPass(frozen, new() { Type = ScalarType.Float32 }, matrices);

        matrices.Write(Path.Combine(folder.Path_("run"), TrainedAdapter.Folder), weights.Folder);
        TrainedAdapter.Merge(weights, Path.Combine(folder.Path_("run"), TrainedAdapter.Folder), Path.Combine(folder.Path_("run"), TrainedModel.Folder), SafetensorsType.F32);

        var expected = pass.Losses(new(Rows));
        using var adapted = LoraAdapter.Load(HuggingFaceCheckpoint.Open(folder.Model), folder.Path_("run/adapter"));
        using var merged = HuggingFaceCheckpoint.Open(folder.Path_("run/model"));
        using SequenceScorer first = new(adapted), second = new(merged), before = new(weights);
        Assert.InRange(LoraRuns.Difference(Losses(first), expected), 0, 1e-5);
        Assert.InRange(LoraRuns.Difference(Losses(second), expected), 0, 1e-5);
        Assert.True(LoraRuns.Difference(Losses(before), expected) > 0.01);
    }

    [Fact]
    public void The_folder_is_in_the_form_of_the_peft_library()
    {
        using var folder = new TrainerFolder();
        using var weights = HuggingFaceCheckpoint.Open(folder.Model);
        using var matrices = LoraRuns.Matrices(weights.Config, LoraRuns.Options with { Targets = ["q_proj", "down_proj"], Alpha = 1.5 });

        matrices.Write(folder.Path_("adapter"), weights.Folder);

        var config = JsonDocument.Parse(File.ReadAllBytes(folder.Path_("adapter/adapter_config.json"))).RootElement;
        Assert.Equal(("LORA", "CAUSAL_LM", "none", folder.Model), (Text("peft_type"), Text("task_type"), Text("bias"), Text("base_model_name_or_path")));
        Assert.Equal((3, 1.5), (config.GetProperty("r").GetInt32(), config.GetProperty("lora_alpha").GetDouble()));
        Assert.Equal(["q_proj", "down_proj"], config.GetProperty("target_modules").EnumerateArray().Select(static t => t.GetString()));
        using var file = SafetensorsFile.Open(folder.Path_("adapter/adapter_model.safetensors"));
        var shapes = file.Tensors.ToDictionary(static t => t.Name, static t => t.Shape.ToArray());
        Assert.Equal(8, shapes.Count);
        Assert.Equal([3, 48], shapes["base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight"]);
        Assert.Equal([48, 3], shapes["base_model.model.model.layers.1.self_attn.q_proj.lora_B.weight"]);
        Assert.Equal([3, 96], shapes["base_model.model.model.layers.0.mlp.down_proj.lora_A.weight"]);
        Assert.Equal([48, 3], shapes["base_model.model.model.layers.0.mlp.down_proj.lora_B.weight"]);

        string? Text(string name) => config.GetProperty(name).GetString();
    }

    [Fact]
    public void Projections_that_a_family_keeps_in_one_module_stand_in_it_as_blocks()
    {
        using var folder = new TrainerFolder(PublishedModels.Create("chatglm").ConfigJson);
        using var weights = HuggingFaceCheckpoint.Open(folder.Model);
        using var matrices = LoraRuns.Matrices(weights.Config, LoraRuns.Options);

        matrices.Write(folder.Path_("adapter"), weights.Folder);

        var config = JsonDocument.Parse(File.ReadAllBytes(folder.Path_("adapter/adapter_config.json"))).RootElement;
        // Three times rank and alpha, so the scale is what it was.
        Assert.Equal((9, 21), (config.GetProperty("r").GetInt32(), config.GetProperty("lora_alpha").GetInt32()));
        Assert.Equal(["query_key_value", "dense", "dense_h_to_4h", "dense_4h_to_h"], config.GetProperty("target_modules").EnumerateArray().Select(static t => t.GetString()));
        using var file = SafetensorsFile.Open(folder.Path_("adapter/adapter_model.safetensors"));
        var stored = file.Find("base_model.model.transformer.encoder.layers.0.self_attention.query_key_value.lora_B.weight")!;
        // 4 query heads and 2 key and value heads of 32.
        Assert.Equal([256, 9], stored.Shape.ToArray());
        var up = new float[256 * 9];
        file.Read(stored, 0, up.AsSpan());
        var key = LoraRuns.Numbers(matrices.Pairs[TensorNames.Key(0)].Up);
        for (var row = 0; row < 256; row++)
        {
            var part = row < 128 ? 0 : row < 192 ? 1 : 2;
            for (var column = 0; column < 9; column++)
                Assert.Equal(column / 3 == part, up[(row * 9) + column] != 0);
            if (part == 1)
                Assert.Equal((float)key[(row - 128) * 3], up[(row * 9) + 3]);
        }
    }

    private static double[] Losses(SequenceScorer scorer) => [.. Rows.SelectMany(scorer.LogProbabilities).Select(static p => -p)];
}
