using System.Text;

namespace LongWriter.Cli.Tests.Models;

/// <summary><c>tokenizer train</c> on small files of its own.</summary>
public sealed class TokenizerCommandTests : IDisposable
{
    private const string Rows = """
        {"text":"Bees fly in 2024, bees fly home."}

        {"messages":[{"role":"user","content":"Do bees fly?"},{"role":"assistant","content":"Bees fly. 🐝\n"}]}
        """;

    private readonly CliRunner _cli = new();

    private string Out => _cli.At("tokenizer");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_tokenizer_is_made_of_rows_and_texts_and_reads_them_back()
    {
        const string text = "The hive hums. The hive sleeps.\r\n\r\n  The end.";
        var files = new[] { await WriteAsync("a.jsonl", Rows), await WriteAsync("b.txt", text) };

        var result = await TrainAsync("--data", files[0], files[1], "--vocab-size", "280", "--min-frequency", "1", "--template", "chatml", "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        string[] texts = ["Bees fly in 2024, bees fly home.", "Do bees fly?", "Bees fly. 🐝\n", text];
        var tokenizer = ModelTokenizers.Load(Out);
        Assert.Equal(280, result.Json.GetProperty("vocabularySize").GetInt32());
        Assert.Equal(280 - 256 - 3, result.Json.GetProperty("merges").GetInt32());
        Assert.Equal(texts.Sum(Encoding.UTF8.GetByteCount), result.Json.GetProperty("bytes").GetInt64());
        Assert.Equal(texts.Sum(t => tokenizer.Encode(t).Count), result.Json.GetProperty("tokens").GetInt64());
        Assert.True(result.Json.GetProperty("bytesPerToken").GetDouble() > 1.3);
        Assert.Equal("chatml", ChatTemplates.For(tokenizer).Name);
    }

    [Fact]
    public async Task Special_tokens_digits_frequency_and_field_are_as_asked()
    {
        var file = await WriteAsync("a.jsonl", """{"body":"2024 2024 2024 <s>2024","text":"other"}""");

        var result = await TrainAsync(
            "--data", file, "--field", "body", "--vocab-size", "300", "--special", "<s>", "--special", "<e>", "--single-digits", "false", "--min-frequency", "4", "--json");

        // Digits go by 202 and 4: two merges, each four times in the text; the third space pair stands twice.
        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Equal(2, result.Json.GetProperty("merges").GetInt32());
        Assert.Equal((0, 1), (result.Json.GetProperty("specialTokens").GetProperty("<s>").GetInt32(), result.Json.GetProperty("specialTokens").GetProperty("<e>").GetInt32()));
        Assert.Contains("260 tokens instead of 300", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_takes_the_tokenizer_on_and_exports_it()
    {
        var file = await WriteAsync("a.jsonl", Rows);
        Assert.Equal(ExitCode.Done, (await TrainAsync("--data", file, "--vocab-size", "280", "--template", "chatml")).Code);
        var config = await WriteAsync("config.json", """
            {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":280,"hidden_size":64,"intermediate_size":96,"num_hidden_layers":1,
            "num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":512,"rms_norm_eps":1e-5,"rope_theta":10000.0,"hidden_act":"silu","tie_word_embeddings":true}
            """);
        var made = await _cli.RunAsync("model", "random", "--config", config, "--out", _cli.At("model"), "--tokenizer", Out);
        Assert.True(made.Code == ExitCode.Done, made.Error);
        var export = await _cli.RunAsync("model", "export-gguf", _cli.At("model"), _cli.At("model.gguf"));
        Assert.True(export.Code == ExitCode.Done, export.Error);

        var exported = ModelTokenizers.Load(_cli.At("model.gguf"));
        var tokenizer = ModelTokenizers.Load(Out);
        const string text = "Bees fly 🐝 in 2024.<|im_end|>\n";
        Assert.Equal(tokenizer.Encode(text), exported.Encode(text));
        Assert.Equal(tokenizer.Encode(text, parseSpecial: true), exported.Encode(text, parseSpecial: true));
        Assert.Equal(tokenizer.EosTokenId, exported.EosTokenId);
    }

    [Fact]
    public async Task Long_plain_texts_are_learned_as_one_text()
    {
        var text = string.Concat(Enumerable.Range(0, 90_000).Select(i => (i % 7) switch { 0 => "\n", 1 => "  and\n\n\n", 2 => "\tbees ", 3 => "!!\n", 4 => $"{i % 100}", _ => "fly\n " }));
        Assert.True(text.Length > 1 << 18);
        var whole = new ByteLevelTokenizerTrainer(new() { VocabularySize = 300 }).Train([string.Concat(Enumerable.Repeat(text, 8))]);

        var result = await TrainAsync("--data", await WriteAsync("a.txt", string.Concat(Enumerable.Repeat(text, 8))), "--vocab-size", "300", "--json");

        Assert.Equal((whole.Tokens, whole.DistinctWords), (result.Json.GetProperty("tokens").GetInt64(), result.Json.GetProperty("distinctWords").GetInt32()));
    }

    [Theory]
    [InlineData("{\"text\":\"fine\"}\n{\"text\":", "line 2 is no JSON")]
    [InlineData("[1]", "line 1 is no JSON object")]
    [InlineData("{\"body\":\"x\"}", "neither 'text' nor 'messages'")]
    [InlineData("{\"text\":7}", "'text' that is no text")]
    [InlineData("{\"messages\":{}}", "no list")]
    [InlineData("{\"messages\":[{\"role\":\"user\"}]}", "'content'")]
    [InlineData("{\"text\":\"\\ud800\"}", "surrogate")]
    public async Task A_row_without_a_text_is_named(string rows, string problem)
    {
        var file = await WriteAsync("a.jsonl", rows);

        var result = await TrainAsync("--data", file, "--vocab-size", "300");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains(file, result.Error, StringComparison.Ordinal);
        Assert.Contains(problem, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Out, "tokenizer.json")));
    }

    [Fact]
    public async Task What_cannot_be_asked_for_is_a_usage_error()
    {
        var file = await WriteAsync("a.txt", "Bees fly.");
        var empty = await WriteAsync("empty.txt", "");

        Assert.Contains("257", await FaultAsync("--data", file, "--vocab-size", "256"), StringComparison.Ordinal);
        Assert.Contains("chatml", await FaultAsync("--data", file, "--vocab-size", "300", "--template", "none"), StringComparison.Ordinal);
        Assert.Contains("nothing to learn", await FaultAsync("--data", empty, "--vocab-size", "300"), StringComparison.Ordinal);
        Assert.Contains("no file", await FaultAsync("--data", _cli.At("nowhere.txt"), "--vocab-size", "300"), StringComparison.Ordinal);
        Assert.Contains("cannot be made", await FaultAsync("--data", file, "--vocab-size", "300", "--out", file), StringComparison.Ordinal);
        Assert.Contains("--vocab-size", await FaultAsync("--data", file), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await TrainAsync("--data", file, "--vocab-size", "300")).Code);
        Assert.Contains("already", await FaultAsync("--data", file, "--vocab-size", "300"), StringComparison.Ordinal);
    }

    private async Task<string> FaultAsync(params string[] args)
    {
        var result = await TrainAsync(args);
        Assert.Equal(ExitCode.Usage, result.Code);
        return result.Error;
    }

    private Task<CliResult> TrainAsync(params string[] args) => _cli.RunAsync(["tokenizer", "train", .. args, .. args.Contains("--out") ? Array.Empty<string>() : ["--out", Out]]);

    private async Task<string> WriteAsync(string name, string content)
    {
        var path = _cli.At(name);
        await File.WriteAllTextAsync(path, content);
        return path;
    }
}
