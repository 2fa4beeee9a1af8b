using System.Text.Json;
using LongWriter.Cli.Tests.Models;

namespace LongWriter.Cli.Tests.Training;

/// <summary><c>train lm</c>, <c>sft</c> and <c>dpo</c> on small models.</summary>
public sealed class TrainRunTests : IDisposable
{
    private const string Chats = """
        {"messages":[{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Bees fly."}]}
        {"messages":[{"role":"user","content":"Do cows fly?"},{"role":"assistant","content":"Cows stay."}]}
        {"messages":[{"role":"user","content":"Do stones fly?"},{"role":"assistant","content":"Only thrown ones."}]}
        """;

    private const string Pairs = """
        {"prompt":"Do bees fly?","chosen":"Bees fly home.","rejected":"No."}
        {"prompt":"Do cows fly?","chosen":"Cows stay.","rejected":"Perhaps they do at night."}
        """;

    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_stopped_run_goes_on_to_the_weights_of_one_that_was_not()
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", Chats);
        var whole = await RunAsync("sft", Run("whole"));
        _cli.Clock = new LaterEachLook();
        var stopped = await RunAsync("sft", Run("parts"), "--max-minutes", "0.1");
        _cli.Clock = TimeProvider.System;
        var refused = await RunAsync("sft", Run("parts"));
        var resumed = await RunAsync("sft", Run("parts"), "--resume", "--json");

        Assert.True(whole.Code == ExitCode.Done, whole.Error);
        Assert.Equal((ExitCode.Done, ExitCode.Usage, ExitCode.Done), (stopped.Code, refused.Code, resumed.Code));
        Assert.Contains("Stopped after step", stopped.Output, StringComparison.Ordinal);
        Assert.Contains("--resume", refused.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_cli.At("whole/model/model.safetensors")), File.ReadAllBytes(_cli.At("parts/model/model.safetensors")));
        Assert.True(resumed.Json.GetProperty("complete").GetBoolean());
        Assert.Equal(6, resumed.Json.GetProperty("last").GetProperty("step").GetInt32());
        Assert.Equal([1, 2, 3, 4, 5, 6], Steps("parts").Select(static s => s.GetProperty("step").GetInt32()));
        Assert.Contains("<svg", File.ReadAllText(_cli.At("parts/loss.svg")), StringComparison.Ordinal);
        Assert.Contains("3 rows", whole.Error, StringComparison.Ordinal);
        Assert.Contains("GiB", whole.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_model_begins_with_random_weights_and_ends_as_a_folder_that_generates()
    {
        var tokenizer = await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", string.Join('\n', Enumerable.Repeat("""{"text":"The bees hum and the hive hums and the bees hum."}""", 8)));
        var run = """
            { "init": { "config": "config.json", "tokenizer": "TOKENIZER", "seed": 3 }, "data": [{ "path": "rows.jsonl" }],
              "training": { "outputFolder": "lm", "packLength": 64, "packsPerStep": 2, "epochs": 20, "learningRate": { "peak": 0.01 }, "threads": 1, "saveAs": "f32" } }
            """.Replace("TOKENIZER", JsonEncodedText.Encode(tokenizer).ToString(), StringComparison.Ordinal);

        var trained = await RunAsync("lm", run);
        var generated = await _cli.RunAsync("generate", "--model", _cli.At("lm/model"), "--prompt", "The bees", "--raw", "--max-tokens", "8", "--temperature", "0");

        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        Assert.Equal(_cli.At("lm/model"), trained.Output.Trim());
        var losses = Steps("lm").Select(static s => s.GetProperty("loss").GetDouble()).ToList();
        // Nothing is known at first, but logits have the variance d * 2/5d: over even odds, half of that (the mean of ln sum exp of a normal variable).
        Assert.Equal(Math.Log(320) + 0.2, losses[0], 0.1);
        Assert.True(losses[^1] < 0.5 * losses[0]);
        Assert.StartsWith(" hum and", generated.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pairs_are_learned_against_the_model_that_the_run_begins_with()
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", Pairs);

        var result = await RunAsync("dpo", Run("dpo", ""","dpo":{"beta":0.5,"pairsPerStep":2}"""));

        Assert.True(result.Code == ExitCode.Done, result.Error);
        var steps = Steps("dpo");
        Assert.Equal(Math.Log(2), steps[0].GetProperty("loss").GetDouble(), 1e-6);
        Assert.True(steps[^1].GetProperty("preferences").GetProperty("margin").GetDouble() > 0);
        Assert.Contains("margin", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_adapter_is_trained_and_measured_on_held_out_rows()
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", Chats);
        Write("held-out.jsonl", """{"messages":[{"role":"user","content":"Do birds fly?"},{"role":"assistant","content":"Birds fly."}]}""");

        var result = await RunAsync("sft", Run("lora", ",\"heldOut\":\"held-out.jsonl\"").Replace("\"threads\": 1", "\"threads\": 1, \"lora\": { \"rank\": 4 }, \"evaluation\": { \"steps\": 3, \"maxNewTokens\": 8 }", StringComparison.Ordinal));

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.True(File.Exists(_cli.At("lora/adapter/adapter_model.safetensors")) && File.Exists(_cli.At("lora/model/model.safetensors")));
        // The defaults of what the file leaves out.
        Assert.Contains("\"lora_alpha\": 32", File.ReadAllText(_cli.At("lora/adapter/adapter_config.json")), StringComparison.Ordinal);
        var evaluated = Steps("lora").Where(static s => s.TryGetProperty("evaluation", out var e) && e.ValueKind == JsonValueKind.Object).ToList();
        Assert.Equal([3, 6], evaluated.Select(static s => s.GetProperty("step").GetInt32()));
        Assert.All(evaluated, static s => Assert.True(s.GetProperty("evaluation").GetProperty("bitsPerByte").GetDouble() > 0));
        // The adapter on top of its base writes what the merged model writes; both in fp32.
        var merged = await GenerateAsync("lora/model");
        Assert.Equal(merged, await GenerateAsync("model", "--adapter", _cli.At("lora/adapter")));
        Assert.NotEqual(merged, await GenerateAsync("model"));
        Assert.Contains("held-out loss", result.Error, StringComparison.Ordinal);
        Assert.Contains("to generate", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sft", ",\"heldOut\":\"rows.jsonl\"", "training.evaluation")]
    [InlineData("sft", ",\"learningrate\":3", "learningrate")]
    [InlineData("sft", ",\"dpo\":{}", "train dpo")]
    [InlineData("sft", ",\"init\":{\"config\":\"config.json\",\"tokenizer\":\"model\"}", "one of both")]
    [InlineData("sft", ",\"template\":\"morse\"", "morse")]
    [InlineData("sft", ",\"overlong\":\"split\"", "cannot be split")]
    [InlineData("dpo", ",\"overlong\":\"cut\"", "dropped only")]
    [InlineData("sft", ",\"overlong\":\"shorten\"", "overlong")]
    public async Task A_run_that_cannot_be_is_refused_before_anything_is_loaded(string kind, string more, string problem)
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", kind == "dpo" ? Pairs : Chats);

        var result = await RunAsync(kind, Run("out", more));

        Assert.NotEqual(ExitCode.Done, result.Code);
        Assert.Contains(problem, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.At("out")));
    }

    [Fact]
    public async Task A_run_that_memory_cannot_hold_is_refused_with_its_figures()
    {
        await SmallModel.MakeAsync(_cli);
        Write("rows.jsonl", Chats);

        var result = await RunAsync("sft", Run("out").Replace("\"packLength\": 64", "\"packLength\": 2000000000", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("activations", result.Error, StringComparison.Ordinal);
        Assert.Contains("Recompute", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_has_every_key_that_a_run_may_hold_and_no_other()
    {
        var result = await _cli.RunAsync("train", "schema");

        var schema = result.Json;
        Assert.Equal(["data", "training"], schema.GetProperty("required").EnumerateArray().Select(static x => x.GetString()!).Order());
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        var training = schema.GetProperty("properties").GetProperty("training");
        Assert.False(training.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(
            ["bf16", "fp32"],
            training.GetProperty("properties").GetProperty("precision").GetProperty("enum").EnumerateArray().Select(static x => x.GetString()!).Order());
        Assert.False(training.GetProperty("properties").TryGetProperty("resume", out _));
        Assert.True(schema.GetProperty("properties").GetProperty("data").GetProperty("items").GetProperty("properties").TryGetProperty("weight", out _));
    }

    private static string Run(string folder, string more = "") => $$"""
        { // Comments are let pass.
          "model": "model", "data": [{ "path": "rows.jsonl" }],
          "training": { "outputFolder": "{{folder}}", "packLength": 64, "packsPerStep": 1, "epochs": 3, "maxSteps": 6, "learningRate": { "peak": 0.01 }, "precision": "fp32", "threads": 1, "saveAs": "f32" }
          {{more}} }
        """;

    private async Task<CliResult> RunAsync(string kind, string run, params string[] args)
    {
        Write("run.json", run);
        return await _cli.RunAsync(["train", kind, "--config", _cli.At("run.json"), .. args]);
    }

    /// <summary>A second later at each look, so that a run stops after some of its steps on any machine.</summary>
    private sealed class LaterEachLook : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _looks);
    }

    private async Task<string> GenerateAsync(string model, params string[] args)
    {
        var result = await _cli.RunAsync(["generate", "--model", _cli.At(model), "--prompt", "Do bees fly?", "--max-tokens", "24", "--temperature", "0", "--weights", "fp32", .. args]);
        Assert.True(result.Code == ExitCode.Done, result.Error);
        return result.Output;
    }

    private void Write(string name, string text) => File.WriteAllText(_cli.At(name), text);

    private List<JsonElement> Steps(string folder) => [.. File.ReadLines(_cli.At(folder + "/metrics.jsonl")).Select(static line => JsonDocument.Parse(line).RootElement)];
}
