using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class OllamaAnswerTests
{
    [Theory]
    [InlineData("stop")]
    [InlineData("length")]
    public async Task Lines_are_joined_and_the_last_one_gives_reason_and_usage(string reason)
    {
        using var client = OllamaClients.Answering(OllamaClients.Line("Bees ") + OllamaClients.Line("蜂 \\uD83D\\uDC1D") + OllamaClients.Done(reason));

        var updates = await client.ReadAsync();

        Assert.Equal("Bees 蜂 🐝", updates.TextOf());
        Assert.Equal(new ChatFinishReason(reason), updates.ToChatResponse().FinishReason);
        Assert.Equal((26L, 298L, 324L), (updates.UsageOf().InputTokenCount, updates.UsageOf().OutputTokenCount, updates.UsageOf().TotalTokenCount));
        Assert.Equal("the-model", updates[0].ModelId);
    }

    [Fact]
    public async Task A_whole_answer_is_read()
    {
        using var client = OllamaClients.Answering(OllamaClients.Done("length").Replace("\"content\":\"\"", "\"content\":\"All of it.\"", StringComparison.Ordinal), "application/json");

        var response = await client.GetResponseAsync("Write.");

        Assert.Equal(("All of it.", ChatFinishReason.Length, 26L), (response.Text, response.FinishReason, response.Usage!.InputTokenCount));
    }

    [Fact]
    public async Task Thinking_counts_as_activity_and_is_no_text()
    {
        using var client = OllamaClients.Answering(OllamaClients.Line("", ",\"thinking\":\"Let me \"") + OllamaClients.Line("", ",\"thinking\":\"think.\"") + OllamaClients.Line("Text.") + OllamaClients.Done());

        var updates = await client.ReadAsync();

        Assert.Equal("Text.", updates.TextOf());
        Assert.Equal("Let me think.", string.Concat(updates.SelectMany(static u => u.Contents).OfType<TextReasoningContent>().Select(static c => c.Text)));
        Assert.Equal(4, updates.Count);
    }

    [Fact]
    public async Task Counts_of_zero_are_no_usage()
    {
        using var client = OllamaClients.Answering(OllamaClients.Line("Text.") + OllamaClients.Done(input: 0, output: 0));

        Assert.Empty((await client.ReadAsync()).SelectMany(static u => u.Contents).OfType<UsageContent>());

        using var whole = OllamaClients.Answering(OllamaClients.Done(input: 0, output: 0), "application/json");
        Assert.Null((await whole.GetResponseAsync("Write.")).Usage);
    }

    [Theory]
    [InlineData("{\"message\":{\"role\":\"assistant\",\"content\":\"ok\"},\"done\":false}\r\n\r\n{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\r\n")] // CRLF, empty line
    [InlineData("{\"message\":{\"role\":\"assistant\",\"content\":\"ok\"},\"done\":true}")] // old: no reason, no line end
    [InlineData("{\"message\":{\"content\":\"ok\"},\"created_at\":\"yesterday\",\"done\":false}\n{\"message\":{\"role\":\"assistant\"},\"done\":true,\"done_reason\":\"stop\",\"error\":null,\"new field\":{}}\n")]
    public async Task Every_shape_of_stream_in_use_is_read(string body)
    {
        using var client = OllamaClients.Answering(body);

        var updates = await client.ReadAsync();

        Assert.Equal("ok", updates.TextOf());
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }
}
