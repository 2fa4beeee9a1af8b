using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LongWriter.Tests;

/// <summary>Holds the card of the shipped model against its files.</summary>
public partial class ShippedModelTests
{
    private const long MostBytes = 20 << 20;

    private static readonly string Card = File.ReadAllText(At("README.md"));

    [Fact]
    public void The_model_lies_beside_the_program_and_is_small()
    {
        var files = Directory.GetFiles(LongWriterTiny.Folder, "*", SearchOption.AllDirectories);

        Assert.Equal(
            ["README.md", "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"],
            files.Select(static f => Path.GetRelativePath(LongWriterTiny.Folder, f)).Order(StringComparer.Ordinal));
        Assert.InRange(files.Sum(static f => new FileInfo(f).Length), 1, MostBytes);
    }

    [Fact]
    public void The_card_says_how_many_parameters_there_are()
    {
        var tensors = Tensors();

        Assert.Equal(tensors.Sum(static t => t.Shape.Aggregate(1L, static (product, size) => product * size)), Number(Row("parameters")));
        Assert.All(tensors, static t => Assert.Equal("BF16", t.Type));
        Assert.Contains("bfloat16", Row("weights"), StringComparison.Ordinal);
        // Shared, as the card says: there is an embedding for input, none for output.
        Assert.Contains(tensors, static t => t.Name == "model.embed_tokens.weight");
        Assert.DoesNotContain(tensors, static t => t.Name == "lm_head.weight");
    }

    [Fact]
    public void The_card_says_what_the_config_says()
    {
        using var config = JsonDocument.Parse(File.ReadAllText(At("config.json")));
        var root = config.RootElement;

        Assert.Equal("LlamaForCausalLM", root.GetProperty("architectures")[0].GetString());
        Assert.Equal(Of("vocab_size"), Number(Row("vocabulary")));
        Assert.Equal(Of("max_position_embeddings"), Number(Row("context")));
        Assert.Equal(
            $"`LlamaForCausalLM`: width {Of("hidden_size")}, {Of("num_hidden_layers")} layers, {Of("num_attention_heads")} heads and {Of("num_key_value_heads")} for keys and values of width {Of("head_dim")}, feed-forward {Of("intermediate_size")}",
            Row("shape"));
        Assert.Equal((3_072, 6_144), (Of("vocab_size"), Of("max_position_embeddings")));

        int Of(string name) => root.GetProperty(name).GetInt32();
    }

    [Fact]
    public void The_card_names_the_prompts_the_template_and_the_tokens_that_the_model_has()
    {
        using var model = LocalModel.Open(LongWriterTiny.Folder);

        Assert.EndsWith(TinyPrompts.Hash, Row("prompts"), StringComparison.Ordinal);
        Assert.Equal($"`{model.Template.Name}`", Row("chat template"));
        Assert.Equal(model.Config.VocabularySize, model.Tokenizer.VocabularySize);
    }

    // What the library reads is not what it is held against.
    private static IReadOnlyList<(string Name, string Type, IReadOnlyList<long> Shape)> Tensors()
    {
        var file = File.ReadAllBytes(At("model.safetensors"));
        using var header = JsonDocument.Parse(file.AsMemory(8, (int)BinaryPrimitives.ReadInt64LittleEndian(file)));
        return
        [
            .. header.RootElement.EnumerateObject().Where(static p => p.Name != "__metadata__").Select(static p =>
                (p.Name, p.Value.GetProperty("dtype").GetString()!, (IReadOnlyList<long>)[.. p.Value.GetProperty("shape").EnumerateArray().Select(static n => n.GetInt64())])),
        ];
    }

    private static string Row(string name) => Regex.Match(Card, $@"^\| {name} \| (.+) \|\r?$", RegexOptions.Multiline).Groups[1].Value;

    private static long Number(string row) => long.Parse(FirstNumber().Match(row).Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static string At(string name) => Path.Combine(LongWriterTiny.Folder, name);

    [GeneratedRegex("^[0-9][0-9,]*[0-9]")]
    private static partial Regex FirstNumber();
}
