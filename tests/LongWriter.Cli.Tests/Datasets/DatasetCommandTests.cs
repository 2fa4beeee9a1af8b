using System.Buffers.Binary;
using System.Text.Json;
using LongWriter.Cli.Tests.Models;

namespace LongWriter.Cli.Tests.Datasets;

/// <summary><c>dataset preview</c> and <c>dataset pack</c> on a small model.</summary>
public sealed class DatasetCommandTests : IDisposable
{
    private readonly CliRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_preview_marks_what_is_learned_of_the_first_rows()
    {
        var model = await SmallModel.MakeAsync(_cli);
        var file = await WriteAsync("a.jsonl", Row("Do bees fly?", "Bees fly."), Row("Why?", "To eat."), Row("Where?", "Home."), "no row");

        var marked = await _cli.RunAsync("dataset", "preview", "--model", model, "--data", file, "--rows", "2");
        var green = await _cli.RunAsync("dataset", "preview", "--model", model, "--data", file, "--color", "always");
        var other = await _cli.RunAsync("dataset", "preview", "--model", model, "--data", file, "--rows", "1", "--template", "longwriter-llama");

        Assert.True(marked.Code == ExitCode.Done, marked.Error);
        Assert.Contains("user<|end_header_id|>\n\nDo bees fly?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n⟦Bees fly.<|eot_id|>⟧", marked.Output, StringComparison.Ordinal);
        Assert.Contains($"{file}:2: ", marked.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Where", marked.Output, StringComparison.Ordinal);
        Assert.Contains("2 rows as llama-3", marked.Error, StringComparison.Ordinal);
        // Three rows unless asked otherwise.
        Assert.True(green.Code == ExitCode.Done, green.Error);
        Assert.Contains("\u001b[32mHome.<|eot_id|>\u001b[0m", green.Output, StringComparison.Ordinal);
        Assert.Contains("[INST]Do bees fly?[/INST]⟦Bees fly.<|end_of_text|>⟧", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_are_shown_as_learned_whole()
    {
        var model = await SmallModel.MakeAsync(_cli);
        var file = await WriteAsync("a.jsonl", """{"text":"Bees fly."}""");

        var result = await _cli.RunAsync("dataset", "preview", "--model", model, "--data", file, "--text");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Contains("<|begin_of_text|>⟦Bees fly.<|end_of_text|>⟧", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packs_are_full_and_hold_every_token()
    {
        var model = await SmallModel.MakeAsync(_cli);
        var random = new Random(3);
        var file = await WriteAsync("a.jsonl", [.. Enumerable.Range(0, 300).Select(_ => Row("Why?", new string('b', random.Next(1, 150)) + "."))]);
        var broken = await WriteAsync("b.jsonl", Row("Why?", new string('z', 2_000)), Row("Why?", "zz"));

        var result = await _cli.RunAsync("dataset", "pack", "--model", model, "--data", file, broken, "--length", "512", "--out", _cli.At("packs"), "--json");

        Assert.True(result.Code == ExitCode.Done, result.Error);
        var (report, packs) = (result.Json, result.Json.GetProperty("packs").GetInt32());
        Assert.Equal((302, 1, 0, 301), (Number(report, "rows"), Number(report, "dropped"), Number(report, "cut"), Number(report, "sequences")));
        Assert.Equal(("llama-3", 512), (report.GetProperty("template").GetString(), Number(report, "length")));
        Assert.Equal([0, 1], report.GetProperty("files").EnumerateArray().Select(static f => Number(f, "dropped")));
        Assert.InRange(report.GetProperty("fill").GetDouble(), 0.98, 1);
        Assert.Equal(report.GetProperty("fill").GetDouble(), Number(report, "tokens") / (packs * 512.0), 5);

        var labels = Numbers("labels_pack.npy");
        Assert.Equal(packs * 512, labels.Length);
        Assert.Equal(Number(report, "learnedTokens"), labels.Count(static label => label != -100));
        var inputs = Numbers("inputs_pack.npy");
        Assert.All(inputs.Zip(labels), static p => Assert.True(p.Second == -100 || p.First == p.Second));
        // Each row begins with the beginning token, at the place that the segments say.
        var begin = ModelTokenizers.Load(model).SpecialTokens["<|begin_of_text|>"];
        var segments = JsonSerializer.Deserialize<int[][]>(await File.ReadAllTextAsync(Path.Combine(_cli.At("packs"), "attention_masks_pack.json")))!;
        var starts = segments.SelectMany((s, pack) => s[..^1].Select(at => pack * 512 + at)).Where(at => inputs[at] == begin).ToArray();
        Assert.Equal(301, starts.Length);
        Assert.Equal(301, inputs.Count(id => id == begin));
        Assert.True(File.Exists(Path.Combine(_cli.At("packs"), "weights_pack.npy")));
    }

    [Fact]
    public async Task Files_are_mixed_by_weight_and_long_rows_cut()
    {
        var model = await SmallModel.MakeAsync(_cli);
        var few = await WriteAsync("few.jsonl", Row("Why?", new string('b', 200)), Row("Why?", "To eat."));
        var many = await WriteAsync("many.jsonl", [.. Enumerable.Range(0, 20).Select(static i => Row($"Why {i}?", $"{i}"))]);

        var result = await _cli.RunAsync(
            "dataset", "pack", "--model", model, "--data", few, many, "--weight", "2", "0.25", "--overlong", "cut", "--length", "64", "--out", _cli.At("packs"));

        Assert.True(result.Code == ExitCode.Done, result.Error);
        Assert.Contains("9 rows as llama-3; 2 of more than 64 tokens cut", result.Output, StringComparison.Ordinal);
        Assert.Contains("of 64 tokens, ", result.Output, StringComparison.Ordinal);
        Assert.Contains("Fill ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_command_makes_the_same_files()
    {
        var model = await SmallModel.MakeAsync(_cli);
        var file = await WriteAsync("a.jsonl", [.. Enumerable.Range(0, 40).Select(static i => Row($"Why {i}?", $"Because {i * i}."))]);
        foreach (var (name, seed) in new[] { ("one", "1"), ("again", "1"), ("two", "2") })
        {
            var made = await _cli.RunAsync("dataset", "pack", "--model", model, "--data", file, "--length", "128", "--seed", seed, "--out", _cli.At(name));
            Assert.True(made.Code == ExitCode.Done, made.Error);
        }

        foreach (var name in new[] { "inputs_pack.npy", "labels_pack.npy", "weights_pack.npy", "attention_masks_pack.json" })
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_cli.At("one"), name)), await File.ReadAllBytesAsync(Path.Combine(_cli.At("again"), name)));

        Assert.NotEqual(await File.ReadAllBytesAsync(Path.Combine(_cli.At("one"), "inputs_pack.npy")), await File.ReadAllBytesAsync(Path.Combine(_cli.At("two"), "inputs_pack.npy")));
    }

    [Fact]
    public async Task Bad_rows_and_usage_are_told_and_nothing_is_written()
    {
        var model = await SmallModel.MakeAsync(_cli);
        var good = await WriteAsync("good.jsonl", Row("Why?", "To eat."));
        var bad = await WriteAsync("bad.jsonl", Row("Why?", "To eat."), """{"messages":[{"role":"user","content":"Why?"}]}""");

        var failed = await PackAsync("--data", bad);
        Assert.Equal(ExitCode.Failed, failed.Code);
        Assert.Contains($"{bad}, line 2 has no assistant turn", failed.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.At("packs")));

        Assert.Contains("is no file", await FaultAsync("--data", _cli.At("nowhere.jsonl")), StringComparison.Ordinal);
        Assert.Contains("--weight has 2 numbers for 1 files", await FaultAsync("--data", good, "--weight", "1", "2"), StringComparison.Ordinal);
        Assert.Contains("--length", await FaultAsync("--data", good, "--length", "1"), StringComparison.Ordinal);
        Assert.Contains("cannot be split", await FaultAsync("--data", good, "--overlong", "split"), StringComparison.Ordinal);
        Assert.Contains("do not go together", await FaultAsync("--data", good, "--text", "--template", "chatml"), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await PackAsync("--data", good)).Code);
        Assert.Contains("already", await FaultAsync("--data", good), StringComparison.Ordinal);

        Task<CliResult> PackAsync(params string[] args) => _cli.RunAsync(["dataset", "pack", "--model", model, "--out", _cli.At("packs"), .. args.Contains("--length") ? Array.Empty<string>() : ["--length", "64"], .. args]);

        async Task<string> FaultAsync(params string[] args)
        {
            var result = await PackAsync(args);
            Assert.Equal(ExitCode.Usage, result.Code);
            return result.Error;
        }
    }

    private static string Row(string question, string answer) => $$"""{"messages":[{"role":"user","content":"{{question}}"},{"role":"assistant","content":"{{answer}}"}]}""";

    private static int Number(JsonElement report, string name) => report.GetProperty(name).GetInt32();

    private long[] Numbers(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(_cli.At("packs"), name));
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        return [.. Enumerable.Range(0, (bytes.Length - start) / 8).Select(i => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(start + i * 8)))];
    }

    private async Task<string> WriteAsync(string name, params string[] lines)
    {
        await File.WriteAllLinesAsync(_cli.At(name), lines);
        return _cli.At(name);
    }
}
