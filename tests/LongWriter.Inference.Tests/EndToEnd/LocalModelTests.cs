using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

/// <summary>A model's folder, opened, loaded and asked as a user would.</summary>
public sealed class LocalModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LocalModelTests() => Make(_folder.Path, 300);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_becomes_a_chat_client_that_answers_alike_to_a_seed()
    {
        using var client = LocalChatClient.Load(_folder.Path, new() { Threads = 1 });
        var options = new ChatOptions { MaxOutputTokens = 12, Seed = 5, Temperature = 1 };

        var first = await client.GetResponseAsync("Bees", options);
        var second = await client.GetResponseAsync("Bees", options);

        Assert.Equal(first.Text, second.Text);
        Assert.InRange(first.Usage!.OutputTokenCount!.Value, 1, 12);
        // All of the prompt but its last token was known.
        Assert.Equal(first.Usage.InputTokenCount - 1, second.Usage!.CachedInputTokenCount);
        Assert.Equal(new ModelLimits(2048), client.GetService<ModelLimits>());
    }

    [Fact]
    public async Task A_writer_uses_the_model_that_its_builder_names()
    {
        var services = new ServiceCollection();
        services.AddLongWriter(o => o.ChatOptions[WritingRoles.Writer] = new() { Seed = 1 }).UseLocalModel(_folder.Path, o => o.Threads = 1).UseLengthController<NoLengthController>();
        await using var provider = services.BuildServiceProvider();

        var document = await provider.GetRequiredService<ILongWriter>().WriteAsync(new WritingRequest("Write about bees")
        {
            Length = 400,
            Plan = new([new("1", "The hive", 200), new("2", "The honey", 200)]),
        });

        Assert.Equal((WritingStatus.Completed, 2), (document.Status, document.Sections.Count));
        Assert.True(document.Usage.CachedInputTokens > 0);
    }

    [Fact]
    public void A_model_larger_than_the_memory_is_refused_with_the_figures_before_it_is_loaded()
    {
        var error = Assert.Throws<LongWriterException>(() => LocalChatClient.Load(
            _folder.Path, new() { MemoryLimit = 100_000 }, (_, _) => throw new InvalidOperationException("It was loaded.")));

        Assert.Equal(LongWriterError.InsufficientMemory, error.Error);
    }

    [Fact]
    public void A_tokenizer_of_another_model_is_refused()
    {
        ByteLevelVocabulary.Write(_folder.Path, 400);

        var error = Assert.Throws<LongWriterException>(() => LocalModel.Open(_folder.Path));

        Assert.Equal(LongWriterError.InvalidModel, error.Error);
        Assert.Contains("400", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_a_known_chat_form_opens_and_says_which_forms_there_are_when_one_is_needed()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "tokenizer_config.json"), """{"chat_template":"{{ messages[0].content }}"}""");
        using var model = LocalModel.Open(_folder.Path);

        var error = Assert.Throws<LongWriterException>(() => model.Template);

        Assert.Contains("chatml", error.Message, StringComparison.Ordinal);
        using var named = LocalModel.Open(_folder.Path, new() { Template = "plain" });
        Assert.Equal("plain", named.Template.Name);
    }

    [Fact]
    public void What_the_makers_recommend_holds_where_nothing_else_is_said()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "generation_config.json"), """{"do_sample":true,"temperature":0.5,"top_p":0.8,"top_k":50,"eos_token_id":[257,260]}""");
        using var model = LocalModel.Open(_folder.Path);

        Assert.Equal((0.5f, 0.8f, 50), (model.Sampling.Temperature, model.Sampling.TopP, model.Sampling.TopK));
        Assert.Equal([257, 260], model.StopTokenIds.Order());
        File.WriteAllText(Path.Combine(_folder.Path, "generation_config.json"), """{"do_sample":false,"temperature":0.5}""");
        using var greedy = LocalModel.Open(_folder.Path);
        Assert.Equal(0, greedy.Sampling.Temperature);
    }

    [Fact]
    public void A_gguf_file_has_the_tokens_and_the_logits_of_its_checkpoint()
    {
        using var model = LocalModel.Open(_folder.Path);
        var file = Path.Combine(_folder.Path, "model.gguf");
        GgufExporter.Export(model.Weights, _folder.Path, file, GgufExportFormat.Float32);
        using var exported = LocalModel.Open(file);
        const string text = "Bees, 蜜蜂 🐝 <|eot_id|>";

        Assert.Equal(model.Tokenizer.Encode(text, parseSpecial: true), exported.Tokenizer.Encode(text, parseSpecial: true));
        Assert.Equal(model.Template.Render([new("user", text)], model.Tokenizer).Ids, exported.Template.Render([new("user", text)], exported.Tokenizer).Ids);
        Assert.Equal(Logits(model), Logits(exported));
    }

    [Fact]
    public void Frequency_factors_divide_each_pair_by_its_own()
    {
        var config = PublishedModels.Create("llama-3.1");
        using var folder = new TemporaryFolder();
        config.Save(folder.Path);
        var scaled = ModelConfigReader.Read(folder.Path);
        var plain = new RotaryFrequencies(scaled with { RopeScaling = null }).Values.ToArray();
        float[] factors = [.. plain.Select(static (_, i) => 1 + i / 4f)];

        var divided = new RotaryFrequencies(scaled with { RopeScaling = new FrequencyFactorsRopeScaling(factors) }).Values.ToArray();

        for (var i = 0; i < plain.Length; i++)
            Assert.Equal(plain[i] / (1 + i / 4.0), divided[i], 12);
    }

    private static float[][] Logits(LocalModel model)
    {
        using var decoder = ManagedDecoder.Load(model.Weights, new() { Weights = WeightFormat.Float32, Threads = 1 });
        return DecoderRuns.Whole(decoder, [1, 2, 3, 77, 290]);
    }

    private static void Make(string folder, int vocabulary)
    {
        var config = Path.Combine(folder, "source.json");
        File.WriteAllText(config, $$"""
            {"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":{{vocabulary}},"hidden_size":64,"intermediate_size":96,"num_hidden_layers":2,
            "num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":2048,"rms_norm_eps":1e-5,"rope_theta":10000.0,"hidden_act":"silu",
            "tie_word_embeddings":false,"bos_token_id":256,"eos_token_id":257}
            """);
        RandomCheckpoint.Write(config, folder, new() { Seed = 4 });
        ByteLevelVocabulary.Write(folder, vocabulary);
    }
}
