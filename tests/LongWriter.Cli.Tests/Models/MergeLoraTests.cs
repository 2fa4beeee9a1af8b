namespace LongWriter.Cli.Tests.Models;

/// <summary><c>model merge-lora</c> on a small random model and an adapter of the test's own.</summary>
public sealed class MergeLoraTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task An_adapter_becomes_part_of_a_model_of_its_own()
    {
        var model = await SmallModel.MakeAsync(_cli);
        await AdapterAsync("""["o_proj"]""");

        var result = await MergeAsync(model);

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Equal(_cli.At("merged"), result.Output.Trim());
        using HuggingFaceCheckpoint before = HuggingFaceCheckpoint.Open(model), after = HuggingFaceCheckpoint.Open(_cli.At("merged"));
        foreach (var tensor in ModelTensor.Of(before.Config))
        {
            var (old, made) = (new float[tensor.Rows * tensor.Columns], new float[tensor.Rows * tensor.Columns]);
            before.Read(tensor, 0, old);
            after.Read(tensor, 0, made);
            // Scale 2 times 1 · 0.5 in each place.
            var added = tensor.Name == "model.layers.1.self_attn.o_proj.weight" ? 1 : 0f;
            Assert.All(old.Zip(made), x => Assert.Equal(x.First + added, x.Second, added * 0.01f));
        }

        Assert.Equal(ModelTokenizers.Load(model).Encode("Bees fly."), ModelTokenizers.Load(_cli.At("merged")).Encode("Bees fly."));
    }

    [Fact]
    public async Task What_does_not_fit_is_told_and_nothing_is_written_over()
    {
        var model = await SmallModel.MakeAsync(_cli);
        await AdapterAsync("""["q_proj"]""");
        var unfit = await MergeAsync(model);
        Assert.NotEqual(ExitCode.Done, unfit.Code);
        Assert.Contains("o_proj is not among target_modules", unfit.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.At("merged")));

        await AdapterAsync("""["o_proj"]""");
        Directory.CreateDirectory(_cli.At("merged"));
        await File.WriteAllTextAsync(_cli.At("merged/mine.txt"), "mine");
        var full = await MergeAsync(model);
        Assert.Equal(ExitCode.Usage, full.Code);
        Assert.Contains("not empty", full.Error, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(_cli.At("merged")));
    }

    private Task<CliResult> MergeAsync(string model) => _cli.RunAsync("model", "merge-lora", model, "--adapter", _cli.At("adapter"), "--out", _cli.At("merged"));

    private async Task AdapterAsync(string targets)
    {
        Directory.CreateDirectory(_cli.At("adapter"));
        await File.WriteAllTextAsync(_cli.At("adapter/adapter_config.json"), $$"""{"peft_type":"LORA","task_type":"CAUSAL_LM","r":1,"lora_alpha":2,"bias":"none","target_modules":{{targets}}}""");
        const string Module = "base_model.model.model.layers.1.self_attn.o_proj.lora_";
        SafetensorsWriter.Write(_cli.At("adapter/adapter_model.safetensors"),
            [SafetensorsEntry.Float32(Module + "A.weight", [1, 32], Enumerable.Repeat(0.5f, 32).ToArray()), SafetensorsEntry.Float32(Module + "B.weight", [32, 1], Enumerable.Repeat(1f, 32).ToArray())]);
    }
}
