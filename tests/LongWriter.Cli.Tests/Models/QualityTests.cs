using System.Text.Json;

namespace LongWriter.Cli.Tests.Models;

/// <summary>What <c>model quality</c> prints, held against plain loops over the logits that <c>generate</c> writes.</summary>
public sealed class QualityTests : IDisposable
{
    private const int Vocabulary = 300;
    private const string Text = "Bees hum over the meadow, 蜜蜂 too; each of them knows the way home by the sun.";

    private const string Config = """
        {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":300,"hidden_size":64,"intermediate_size":96,"num_hidden_layers":2,
        "num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":256,"rms_norm_eps":1e-5,"rope_theta":10000.0,"hidden_act":"silu",
        "tie_word_embeddings":false,"bos_token_id":256,"eos_token_id":257}
        """;

    private readonly CliRunner _cli = new();

    private string Model => _cli.At("model");

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData(512, 1024, "managed")]
    [InlineData(17, 60, "managed")]
    [InlineData(512, 1024, "torchsharp")]
    public async Task Figures_are_those_of_plain_loops_over_the_logits(int window, int tokens, string decoder)
    {
        await MakeAsync();

        var result = await QualityAsync("--weights", "bf16, int8", "--window", $"{window}", "--tokens", $"{tokens}", "--decoder", decoder);

        var windows = await WindowsAsync(window, tokens);
        Assert.Equal(windows.Sum(static w => w.Length - 1), result.GetProperty("tokens").GetInt32());
        var formats = result.GetProperty("formats").EnumerateArray().ToDictionary(static f => f.GetProperty("weights").GetString()!);
        Assert.Equal(["fp32", "bf16", "int8"], result.GetProperty("formats").EnumerateArray().Select(static f => f.GetProperty("weights").GetString()));
        var exact = await LogitsAsync(windows, "fp32", decoder);
        foreach (var (name, format) in formats)
        {
            var logits = name == "fp32" ? exact : await LogitsAsync(windows, name, decoder);
            // Shares of the figures: logits are floats, and libtorch adds them up in the order of its threads.
            Assert.Equal(1, format.GetProperty("perplexity").GetDouble() / Perplexity(logits), 1e-7);
            var error = Error(exact, logits);
            Assert.Equal(error, format.GetProperty("logitError").GetDouble(), 1e-9 + error * 1e-5);
            Assert.Equal(Agreement(exact, logits), format.GetProperty("agreement").GetDouble(), 1e-12);
        }

        Assert.Equal((0.0, 1.0), (formats["fp32"].GetProperty("logitError").GetDouble(), formats["fp32"].GetProperty("agreement").GetDouble()));
        Assert.InRange(formats["bf16"].GetProperty("logitError").GetDouble(), 1e-5, 0.05);
        Assert.InRange(formats["int8"].GetProperty("logitError").GetDouble(), 1e-4, 0.1);
    }

    [Fact]
    public async Task A_model_that_knows_nothing_is_as_perplexed_as_it_has_tokens()
    {
        await MakeAsync();
        // A head of zeros makes all tokens alike.
        var file = Path.Combine(Model, "model.safetensors");
        var bytes = await File.ReadAllBytesAsync(file);
        using (var tensors = SafetensorsFile.Open(file))
        {
            var head = tensors.Find("lm_head.weight")!;
            bytes.AsSpan((int)head.Offset, (int)head.ByteLength).Clear();
        }

        await File.WriteAllBytesAsync(file, bytes);

        var result = await QualityAsync("--weights", "int8");

        Assert.All(result.GetProperty("formats").EnumerateArray(), static f => Assert.Equal(Vocabulary, f.GetProperty("perplexity").GetDouble(), 1e-9));
    }

    [Fact]
    public async Task Without_json_it_is_a_table()
    {
        await MakeAsync();
        await File.WriteAllTextAsync(_cli.At("text.txt"), Text);

        var result = await _cli.RunAsync("model", "quality", "--model", Model, "--text", _cli.At("text.txt"), "--weights-cache", _cli.At("kept"));

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Equal(["fp32", "int8", "bf16"], result.Output.Trim().Split('\n')[2..].Select(static line => line.Split(' ')[0]));
        Assert.Single(Directory.GetDirectories(_cli.At("kept")));
    }

    [Theory]
    [InlineData("", "too few tokens", "--weights", "int8")]
    [InlineData(Text, "int4", "--weights", "int8,int4")]
    [InlineData(Text, "--weights", "--weights", "")]
    [InlineData(Text, "--tokens", "--tokens", "1")]
    [InlineData(Text, "--window", "--window", "0")]
    [InlineData(Text, "--weights-cache", "--weights", "bf16", "--weights-cache", "kept")]
    [InlineData(Text, "nowhere.txt", "--text", "nowhere.txt")]
    public async Task What_cannot_be_measured_is_a_usage_error(string text, string expected, params string[] args)
    {
        await MakeAsync();
        // A tokenizer without a begin token: one token follows none.
        await File.WriteAllTextAsync(_cli.At("text.txt"), text);
        string[] named = args.Contains("--text") ? [] : ["--text", _cli.At("text.txt")];

        var result = await _cli.RunAsync(["model", "quality", "--model", Model, .. named, .. args]);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private static double Perplexity(IReadOnlyList<(float[] Row, int Next)> logits)
    {
        var loss = 0.0;
        foreach (var (row, next) in logits)
        {
            var sum = 0.0;
            foreach (var logit in row)
                sum += Math.Exp(logit);
            loss -= Math.Log(Math.Exp(row[next]) / sum);
        }

        return Math.Exp(loss / logits.Count);
    }

    private static double Error(IReadOnlyList<(float[] Row, int Next)> exact, IReadOnlyList<(float[] Row, int Next)> actual)
    {
        var (difference, size) = (0.0, 0.0);
        for (var i = 0; i < exact.Count; i++)
        {
            for (var j = 0; j < Vocabulary; j++)
            {
                difference += Math.Pow((double)actual[i].Row[j] - exact[i].Row[j], 2);
                size += Math.Pow(exact[i].Row[j], 2);
            }
        }

        return Math.Sqrt(difference / size);
    }

    private static double Agreement(IReadOnlyList<(float[] Row, int Next)> exact, IReadOnlyList<(float[] Row, int Next)> actual)
    {
        var same = 0;
        for (var i = 0; i < exact.Count; i++)
            same += Array.IndexOf(exact[i].Row, exact[i].Row.Max()) == Array.IndexOf(actual[i].Row, actual[i].Row.Max()) ? 1 : 0;
        return (double)same / exact.Count;
    }

    private async Task<JsonElement> QualityAsync(params string[] args)
    {
        await File.WriteAllTextAsync(_cli.At("text.txt"), Text);
        var result = await _cli.RunAsync(["model", "quality", "--model", Model, "--text", _cli.At("text.txt"), "--json", .. args]);
        Assert.True(result.Code == ExitCode.Done, result.Error);
        return result.Json;
    }

    private async Task<List<int[]>> WindowsAsync(int window, int tokens)
    {
        _cli.Input = Text;
        var ids = JsonSerializer.Deserialize<List<int>>((await _cli.RunAsync("tokenize", "--model", Model)).Output)!;
        var begin = ModelTokenizers.Load(Model).BosTokenId;
        var windows = new List<int[]>();
        ids = ids[..Math.Min(tokens, ids.Count)];
        while (ids.Count > 0)
        {
            var piece = new List<int>();
            if (begin is { } id)
                piece.Add(id);
            while (piece.Count < window && ids.Count > 0)
            {
                piece.Add(ids[0]);
                ids.RemoveAt(0);
            }

            if (piece.Count > 1)
                windows.Add([.. piece]);
        }

        return windows;
    }

    private async Task<List<(float[] Row, int Next)>> LogitsAsync(List<int[]> windows, string weights, string decoder)
    {
        var rows = new List<(float[], int)>();
        foreach (var window in windows)
        {
            var result = await _cli.RunAsync(
                "generate", "--model", Model, "--prompt-ids", string.Join(',', window), "--max-tokens", "0", "--weights", weights, "--decoder", decoder, "--logits-out", _cli.At("l.safetensors"));
            Assert.True(result.Code == ExitCode.Done, result.Error);
            using var file = SafetensorsFile.Open(_cli.At("l.safetensors"));
            var values = new float[window.Length * Vocabulary];
            file.Read(file.Tensors[0], 0, values);
            for (var i = 0; i < window.Length - 1; i++)
                rows.Add((values[(i * Vocabulary)..((i + 1) * Vocabulary)], window[i + 1]));
        }

        return rows;
    }

    private async Task MakeAsync()
    {
        await File.WriteAllTextAsync(_cli.At("config.json"), Config);
        var made = await _cli.RunAsync("model", "random", "--config", _cli.At("config.json"), "--out", Model, "--seed", "1");
        Assert.True(made.Code == ExitCode.Done, made.Error);
    }
}
