using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>The writing pipeline on a random model in this process: the text is noise, everything else is real.</summary>
public sealed class PipelineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-").FullName;

    public PipelineTests()
    {
        var config = Path.Combine(_folder, "source.json");
        File.WriteAllText(config, """
            {"architectures":["Qwen2ForCausalLM"],"model_type":"qwen2","vocab_size":300,"hidden_size":64,"intermediate_size":96,"num_hidden_layers":2,
            "num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":4096,"rms_norm_eps":1e-6,"rope_theta":10000.0,"hidden_act":"silu",
            "tie_word_embeddings":true,"bos_token_id":256,"eos_token_id":257}
            """);
        RandomCheckpoint.Write(config, _folder, new() { Seed = 8 });
        ByteLevelVocabulary.Write(_folder, 300);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_document_is_written_cancelled_and_resumed_on_either_decoder(bool torch)
    {
        using var client = torch ? TorchChatClient.Load(_folder) : LocalChatClient.Load(_folder, new() { Threads = 1 });
        var store = new InMemoryJournalStore();
        var options = new LongWriterOptions();
        options.ChatOptions[WritingRoles.Writer] = new ChatOptions { Seed = 7, AdditionalProperties = new() { ["min_tokens"] = 20 } };
        var writer = client.AsLongWriter(options, store, new NoLengthController());
        var request = new WritingRequest("Write about bees")
        {
            Id = "bees",
            Length = 600,
            Plan = new([new("1", "The hive", 200), new("2", "The honey", 200), new("3", "The winter", 200)]),
        };

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in writer.WriteStreamingAsync(request, stop.Token))
            {
                if (update is DraftUpdate { Index: 1 })
                    await stop.CancelAsync();
            }
        });
        var resumed = await writer.WriteAsync(request);

        Assert.Equal((WritingStatus.Completed, 3), (resumed.Status, resumed.Sections.Count));
        Assert.All(resumed.Sections, static s => Assert.NotEmpty(s.Text));
        Assert.True(resumed.Usage.CachedInputTokens > 0, "The prompts share their beginning.");
    }
}
