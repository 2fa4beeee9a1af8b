using System.Text.Json;
using LongWriter.Cli.Models;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Tests.Models;

/// <summary>The commands on models in this process, with a small random model that the tool makes itself.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private const string Config = """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":300,"hidden_size":64,"intermediate_size":96,"num_hidden_layers":2,
        "num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":4096,"rms_norm_eps":1e-5,"rope_theta":10000.0,"hidden_act":"silu",
        "tie_word_embeddings":false,"bos_token_id":256,"eos_token_id":257}
        """;

    private readonly CliRunner _cli = new();

    private string Model => _cli.At("model");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_random_model_is_the_same_for_a_seed_and_another_for_another()
    {
        await MakeAsync();
        var first = await File.ReadAllBytesAsync(Path.Combine(Model, "model.safetensors"));
        Directory.Delete(Model, recursive: true);
        await MakeAsync();
        var second = await File.ReadAllBytesAsync(Path.Combine(Model, "model.safetensors"));
        Directory.Delete(Model, recursive: true);
        await MakeAsync("2");

        Assert.Equal(first, second);
        Assert.NotEqual(first, await File.ReadAllBytesAsync(Path.Combine(Model, "model.safetensors")));
    }

    [Fact]
    public async Task Info_tells_parameters_and_memory_without_the_weights()
    {
        Directory.CreateDirectory(Model);
        await File.WriteAllTextAsync(Path.Combine(Model, "config.json"), Config);

        var result = await _cli.RunAsync("model", "info", Model, "--json");

        // Embedding and head, then for each layer q, k, v, o, gate, up, down and two norms, and the last norm.
        var parameters = 2 * 300 * 64 + 2 * (64 * 64 + 2 * 32 * 64 + 64 * 64 + 3 * 96 * 64 + 2 * 64) + 64;
        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Equal(parameters, result.Json.GetProperty("parameters").GetInt64());
        // Keys and values of 2 layers, 2 heads of 16, 2 bytes each.
        Assert.Equal(2 * 2 * 2 * 16 * 2 * 32_768, result.Json.GetProperty("keyValueBytes32k").GetInt64());
    }

    [Fact]
    public async Task Tokenize_gives_ids_and_decode_gives_the_text_back()
    {
        await MakeAsync();
        const string text = "Bees, 蜜蜂 <|eot_id|> 🐝\n";
        _cli.Input = text;
        var ids = await _cli.RunAsync("tokenize", "--model", Model);
        _cli.Input = ids.Output;
        var back = await _cli.RunAsync("tokenize", "--model", Model, "--decode");

        Assert.Equal(JsonValueKind.Array, ids.Json.ValueKind);
        Assert.Equal(text, back.Output);
    }

    [Theory]
    [InlineData("managed")]
    [InlineData("torchsharp")]
    public async Task Greedy_tokens_are_the_same_from_either_decoder(string decoder)
    {
        await MakeAsync();

        var ids = await GenerateAsync("--decoder", decoder, "--weights", "fp32");

        Assert.Equal(24, ids.Length);
        Assert.Equal(await GenerateAsync("--weights", "fp32"), ids);
    }

    [Fact]
    public async Task Logits_of_every_prompt_position_are_written()
    {
        await MakeAsync();

        await _cli.RunAsync("generate", "--model", Model, "--prompt-ids", "1,2,3,4,5", "--max-tokens", "0", "--logits-out", _cli.At("l.safetensors"));

        using var file = SafetensorsFile.Open(_cli.At("l.safetensors"));
        var logits = Assert.Single(file.Tensors);
        Assert.Equal(("logits", SafetensorsType.F32), (logits.Name, logits.Type));
        Assert.Equal([5, 300], logits.Shape);
        var values = new float[5 * 300];
        file.Read(logits, 0, values);
        Assert.All(values, static v => Assert.True(float.IsFinite(v)));
        Assert.NotEqual(values[..300], values[300..600]);
    }

    [Fact]
    public async Task An_exported_model_writes_on_as_the_checkpoint_does()
    {
        await MakeAsync();
        var file = _cli.At("model.gguf");
        var export = await _cli.RunAsync("model", "export-gguf", Model, file, "--type", "f32");
        Assert.Equal(ExitCode.Done, export.Code);

        Assert.Equal(await GenerateAsync("--weights", "fp32"), await GenerateAsync("--weights", "fp32", "--model", file));
        _cli.Input = "Bees, 蜜蜂 🐝";
        Assert.Equal((await _cli.RunAsync("tokenize", "--model", Model)).Output, (await _cli.RunAsync("tokenize", "--model", file)).Output);
    }

    [Fact]
    public async Task A_document_is_written_by_a_local_model_and_its_run_remembers_the_model()
    {
        await MakeAsync();
        await File.WriteAllTextAsync(_cli.At("plan.txt"), "Paragraph 1 - Main Point: The hive - Word Count: 200 words\nParagraph 2 - Main Point: The honey - Word Count: 200 words\n");

        var result = await _cli.RunAsync(
            "write", "Write about bees", "--words", "400", "--provider", "local", "--model", Model, "--plan", _cli.At("plan.txt"),
            "--length-control", "off", "--seed", "3", "--journal", _cli.Journal, "--out", _cli.At("out.json"), "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Equal(2, result.Json.GetProperty("sections").GetArrayLength());
        var show = await _cli.RunAsync("runs", "show", result.Json.GetProperty("runId").GetString()!, "--journal", _cli.Journal, "--json");
        Assert.Equal(Model, show.Json.GetProperty("settings").GetProperty("model").GetString());
    }

    [Fact]
    public async Task Kept_weights_give_the_same_tokens_and_are_made_anew_where_they_are_damaged()
    {
        await MakeAsync();
        string[] kept = ["--weights", "int8", "--weights-cache", _cli.At("kept")];
        var plain = await GenerateAsync("--weights", "int8");

        Assert.Equal(plain, await GenerateAsync(kept));
        var data = Assert.Single(Directory.GetFiles(_cli.At("kept"), "*.bin", SearchOption.AllDirectories));
        Assert.Equal(plain, await GenerateAsync(kept));
        await File.WriteAllBytesAsync(data, []);
        var result = await _cli.RunAsync(["generate", "--model", Model, "--prompt-ids", "1", "--max-tokens", "1", .. kept]);

        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Contains("warning: ", result.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, new FileInfo(data).Length);
    }

    [Theory]
    [InlineData("--weights-cache", "kept")]
    [InlineData("--weights-cache", "kept", "--weights", "bf16")]
    [InlineData("--weights-cache", "kept", "--weights", "int8", "--decoder", "torchsharp")]
    [InlineData("--weights-cache", " ", "--weights", "int8")]
    public async Task A_cache_that_nothing_would_use_is_a_usage_error(params string[] args)
    {
        await MakeAsync();

        var generate = await _cli.RunAsync(["generate", "--model", Model, "--prompt-ids", "1", .. args]);
        var write = await _cli.RunAsync(["write", "Bees", "--provider", "local", "--model", Model, "--journal", _cli.Journal, .. args]);

        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (generate.Code, write.Code));
        Assert.Contains("--weights-cache", generate.Error, StringComparison.Ordinal);
        Assert.Contains("--weights-cache", write.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_remembers_where_its_weights_are_kept_until_it_has_others()
    {
        await MakeAsync();
        await File.WriteAllTextAsync(_cli.At("plan.txt"), "Paragraph 1 - Main Point: The hive - Word Count: 50 words\n");

        var result = await _cli.RunAsync(
            "write", "Write about bees", "--words", "50", "--provider", "local", "--model", Model, "--weights", "int8", "--weights-cache", _cli.At("kept"),
            "--plan", _cli.At("plan.txt"), "--length-control", "off", "--seed", "3", "--journal", _cli.Journal, "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Single(Directory.GetDirectories(_cli.At("kept")));
        var show = await _cli.RunAsync("runs", "show", result.Json.GetProperty("runId").GetString()!, "--journal", _cli.Journal, "--json");
        Assert.Equal(_cli.At("kept"), show.Json.GetProperty("settings").GetProperty("weights-cache").GetString());
        var kept = new CliSettings(new Dictionary<string, string> { ["weights"] = "int8", ["weights-cache"] = "kept" });
        Assert.Equal("kept", new CliSettings(new Dictionary<string, string> { ["seed"] = "1" }).Over(kept)["weights-cache"]);
        Assert.Null(new CliSettings(new Dictionary<string, string> { ["weights"] = "bf16" }).Over(kept)["weights-cache"]);
    }

    [Theory]
    [InlineData("decode", "readShare")]
    [InlineData("decode", "besideRatio", "--beside", "fp32")]
    [InlineData("prefill", "productShare")]
    [InlineData("batch", "tokensPerSecondByRows")]
    public async Task Bench_holds_the_model_against_the_machine(string kind, string figure, params string[] more)
    {
        await MakeAsync();

        var result = await _cli.RunAsync(["bench", kind, "--model", Model, "--tokens", "4", "--rounds", "1", "--json", .. more]);

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.True(result.Json.GetProperty("tokensPerSecond").GetDouble() > 0);
        Assert.NotEqual(JsonValueKind.Null, result.Json.GetProperty(figure).ValueKind);
    }

    [Theory]
    [InlineData("generate", "--model", "nowhere", "--prompt", "x")]
    [InlineData("model", "info", "nowhere")]
    [InlineData("tokenize", "--model", "nowhere")]
    public async Task A_model_that_is_not_there_is_one_clear_error(params string[] args)
    {
        var result = await _cli.RunAsync(args);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prompt-ids", "1,2,300")]
    [InlineData("--prompt-ids", "")]
    [InlineData("--prompt-ids", "1,-2")]
    public async Task Ids_that_are_none_are_usage_errors(params string[] args)
    {
        await MakeAsync();

        var result = await _cli.RunAsync(["generate", "--model", Model, .. args]);

        Assert.Equal(ExitCode.Usage, result.Code);
    }

    [Fact]
    public async Task A_folder_without_libtorch_is_named_with_what_is_missing_in_it()
    {
        await MakeAsync();
        var empty = Directory.CreateDirectory(_cli.At("empty")).FullName;
        // A process of its own: it is loaded once a process.
        using var tool = ToolProcess.Start(_cli.Folder, "generate", "--model", Model, "--prompt-ids", "1,2", "--max-tokens", "1", "--decoder", "torchsharp", "--libtorch", empty);

        var result = await tool.EndAsync();

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains(empty, result.Error, StringComparison.Ordinal);
        Assert.Contains("torch_cpu", result.Error, StringComparison.Ordinal);
        Assert.Contains("--libtorch", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("managed", "libtorch")]
    [InlineData("torchsharp", " ")]
    public async Task A_folder_of_libtorch_that_nothing_would_use_is_a_usage_error(string decoder, string folder)
    {
        await MakeAsync();

        var generate = await _cli.RunAsync("generate", "--model", Model, "--prompt-ids", "1", "--decoder", decoder, "--libtorch", folder);
        var write = await _cli.RunAsync("write", "Bees", "--provider", "local", "--model", Model, "--journal", _cli.Journal, "--decoder", decoder, "--libtorch", folder);

        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (generate.Code, write.Code));
        Assert.Contains("--libtorch", generate.Error, StringComparison.Ordinal);
        Assert.Contains("--libtorch", write.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Libtorch_is_where_the_option_says_else_the_environment()
    {
        var environment = new CliEnvironment { Output = TextWriter.Null, Error = TextWriter.Null, Variable = static name => name == "LONGWRITER_LIBTORCH" ? "of the environment" : null };

        Assert.Equal("given", LocalModelArguments.LibtorchOf("given", "torchsharp", environment));
        Assert.Equal("of the environment", LocalModelArguments.LibtorchOf(null, "torchsharp", environment));
        Assert.Null(LocalModelArguments.LibtorchOf(null, "torchsharp", environment with { Variable = static _ => " " }));
    }

    private async Task<int[]> GenerateAsync(params string[] args)
    {
        string[] model = args.Contains("--model") ? [] : ["--model", Model];
        var result = await _cli.RunAsync(
            ["generate", .. model, "--prompt-ids", "1,2,3,77,5", "--temperature", "0", "--max-tokens", "24", "--tokens-out", _cli.At("tokens.json"), .. args]);
        Assert.True(result.Code == ExitCode.Done, result.Error);
        return JsonSerializer.Deserialize<int[]>(await File.ReadAllTextAsync(_cli.At("tokens.json")))!;
    }

    private async Task MakeAsync(string seed = "1")
    {
        await File.WriteAllTextAsync(_cli.At("config.json"), Config);
        var made = await _cli.RunAsync("model", "random", "--config", _cli.At("config.json"), "--out", Model, "--seed", seed);
        Assert.True(made.Code == ExitCode.Done, made.Error);
    }
}
