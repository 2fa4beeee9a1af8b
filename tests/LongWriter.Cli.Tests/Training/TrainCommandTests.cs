using System.Globalization;
using System.Text.Json;
using LongWriter.Cli.Tests.Models;

namespace LongWriter.Cli.Tests.Training;

/// <summary><c>train grads</c> and <c>train logprobs</c> on small random models.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private const string Rows = """
        {"messages":[{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Bees fly."}]}

        {"text":"The hive hums, the hive sleeps."}
        """;

    private const string Pairs = """
        {"prompt":"Do bees fly?","chosen":"Bees fly home.","rejected":"No."}
        {"chosen":[{"role":"user","content":"A"},{"role":"assistant","content":"B"}],"rejected":[{"role":"user","content":"A"},{"role":"assistant","content":"CCC"}]}
        """;

    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("token")]
    [InlineData("sequence")]
    [InlineData("pack")]
    public async Task Gradients_are_written_with_their_loss_and_their_batch(string loss)
    {
        var model = await SmallModel.MakeAsync(_cli);
        var (out1, out2) = (_cli.At("packed.safetensors"), _cli.At("alone.safetensors"));

        var packed = await RunAsync("grads", Rows, "--model", model, "--out", out1, "--loss", loss, "--batch-out", _cli.At("batch.json"));
        var alone = await RunAsync("grads", Rows, "--model", model, "--out", out2, "--loss", loss, "--packed", "false");

        Assert.Equal((ExitCode.Done, ExitCode.Done, ""), (packed.Code, alone.Code, packed.Code == 0 ? "" : packed.Error));
        using var file = SafetensorsFile.Open(out1);
        using var weights = SafetensorsFile.Open(Path.Combine(model, "model.safetensors"));
        Assert.Equal(weights.Tensors.Select(static t => (t.Name, string.Join(",", t.Shape.ToArray()))).Order(), file.Tensors.Select(static t => (t.Name, string.Join(",", t.Shape.ToArray()))).Order());
        Assert.All(file.Tensors, static t => Assert.Equal(SafetensorsType.F32, t.Type));
        Assert.Equal(file.Metadata["loss"], packed.Output.Trim());
        Assert.Equal(double.Parse(packed.Output, CultureInfo.InvariantCulture), double.Parse(alone.Output, CultureInfo.InvariantCulture), 1e-5);

        var batch = JsonDocument.Parse(File.ReadAllText(_cli.At("batch.json"))).RootElement.EnumerateArray().ToArray();
        var tokenizer = ModelTokenizers.Load(model);
        Assert.Equal("Bees fly.<|eot_id|>", Learned(batch[0], tokenizer));
        Assert.Equal("The hive hums, the hive sleeps." + tokenizer.Decode([tokenizer.EosTokenId!.Value], skipSpecial: false), Learned(batch[1], tokenizer));
        Assert.All(batch, static row => Assert.Equal((row.GetProperty("ids").GetArrayLength(), -100, 0), (row.GetProperty("labels").GetArrayLength(), row.GetProperty("labels")[0].GetInt32(), row.GetProperty("pack").GetInt32())));
    }

    [Fact]
    public async Task Log_probabilities_and_the_losses_of_each_variant_are_written()
    {
        var model = await SmallModel.MakeAsync(_cli);
        var made = await _cli.RunAsync("model", "random", "--config", _cli.At("config.json"), "--out", _cli.At("other"), "--seed", "2");
        Assert.Equal(ExitCode.Done, made.Code);

        var result = await RunAsync("logprobs", Pairs, "--model", model, "--out", _cli.At("out.json"), "--reference", _cli.At("other"));

        Assert.True(result.Code == ExitCode.Done, result.Error);
        var rows = JsonDocument.Parse(File.ReadAllText(_cli.At("out.json"))).RootElement.EnumerateArray().ToArray();
        var tokenizer = ModelTokenizers.Load(model);
        Assert.Equal(["Bees fly home.<|eot_id|>", "B<|eot_id|>"], rows.Select(r => Learned(r.GetProperty("chosen"), tokenizer)));
        Assert.Equal(["No.<|eot_id|>", "CCC<|eot_id|>"], rows.Select(r => Learned(r.GetProperty("rejected"), tokenizer)));
        foreach (var row in rows)
        {
            var (chosen, rejected) = (Differences(row.GetProperty("chosen")), Differences(row.GetProperty("rejected")));
            var both = Math.Min(chosen.Length, rejected.Length);
            var delta = chosen.Sum() - rejected.Sum();
            var halved = delta - 0.5 * chosen.Skip(both).Sum() + 0.5 * rejected.Skip(both).Sum();
            var mean = row.GetProperty("chosen").GetProperty("logprob").GetDouble() / chosen.Length;
            Assert.Equal(SoftPlus(-0.1 * delta), Loss("sigmoid"), 1e-9);
            Assert.Equal(0.9 * SoftPlus(-0.1 * delta) + 0.1 * SoftPlus(0.1 * delta), Loss("cdpo"), 1e-9);
            Assert.Equal(SoftPlus(-0.1 * halved), Loss("ld"), 1e-9);
            Assert.Equal(SoftPlus(-0.1 * delta) - mean, Loss("sft"), 1e-9);

            double Loss(string variant) => row.GetProperty("losses").GetProperty(variant).GetProperty("loss").GetDouble();
        }

        static double SoftPlus(double x) => Math.Log(1 + Math.Exp(x));
    }

    [Fact]
    public async Task Without_a_reference_there_are_log_probabilities_alone()
    {
        var model = await SmallModel.MakeAsync(_cli);

        var result = await RunAsync("logprobs", Pairs, "--model", model, "--out", _cli.At("out.json"));

        Assert.True(result.Code == ExitCode.Done, result.Error);
        foreach (var row in JsonDocument.Parse(File.ReadAllText(_cli.At("out.json"))).RootElement.EnumerateArray())
        {
            Assert.Equal(JsonValueKind.Null, row.GetProperty("losses").ValueKind);
            var side = row.GetProperty("rejected");
            var tokens = side.GetProperty("tokenLogprobs").EnumerateArray().Select(static x => x.GetDouble()).ToArray();
            Assert.Equal(side.GetProperty("labels").EnumerateArray().Count(static x => x.GetInt32() != -100), tokens.Length);
            Assert.Equal(tokens.Sum(), side.GetProperty("logprob").GetDouble(), 1e-9);
            Assert.All(tokens, static x => Assert.InRange(x, -100, 0));
        }
    }

    [Theory]
    [InlineData("grads", "{\"body\":\"x\"}", "line 1 is no row")]
    [InlineData("grads", "{\"messages\":[{\"role\":\"user\"}]}", "line 1 is no row")]
    [InlineData("grads", "{\"messages\":[{\"role\":\"wizard\",\"content\":\"x\"}]}", "wizard")]
    [InlineData("grads", "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "None of the 1 sequences")]
    [InlineData("grads", "", "no rows")]
    [InlineData("grads", "{", "line 1")]
    [InlineData("logprobs", "{\"prompt\":\"x\",\"chosen\":\"\",\"rejected\":\"y\"}", "'chosen' is an empty answer")]
    [InlineData("logprobs", "", "no pairs")]
    public async Task What_cannot_be_computed_is_named(string command, string rows, string problem)
    {
        var model = await SmallModel.MakeAsync(_cli);

        var result = await RunAsync(command, rows, "--model", model, "--out", _cli.At("out"));

        Assert.NotEqual(ExitCode.Done, result.Code);
        Assert.Contains(problem, result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
    }

    private async Task<CliResult> RunAsync(string command, string rows, params string[] args)
    {
        await File.WriteAllTextAsync(_cli.At("rows.jsonl"), rows);
        return await _cli.RunAsync(["train", command, "--data", _cli.At("rows.jsonl"), .. args]);
    }

    private static string Learned(JsonElement row, ModelTokenizer tokenizer) =>
        tokenizer.Decode(row.GetProperty("labels").EnumerateArray().Select(static x => x.GetInt32()).Where(static x => x != -100), skipSpecial: false);

    private static double[] Differences(JsonElement side) =>
        [.. side.GetProperty("tokenLogprobs").EnumerateArray().Zip(side.GetProperty("referenceTokenLogprobs").EnumerateArray()).Select(static x => x.First.GetDouble() - x.Second.GetDouble())];
}
