using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class OpenAIAnswerTests
{
    [Fact]
    public async Task Deltas_are_joined_and_usage_is_mapped_with_cached_and_reasoning_tokens()
    {
        using var client = OpenAIClients.Answering(OpenAIClients.Events(
            OpenAIClients.Delta("""{"role":"assistant","content":""}"""),
            OpenAIClients.Delta("""{"content":"Bees "}"""),
            OpenAIClients.Delta("""{"content":"蜂 \uD83D\uDC1D"}"""),
            OpenAIClients.Delta("{}", "\"length\""),
            """{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m-2024","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":30,"total_tokens":130,"prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":12}}}"""));

        var updates = await client.ReadAsync();

        Assert.Equal("Bees 蜂 🐝", updates.TextOf());
        Assert.Equal(ChatFinishReason.Length, updates.ToChatResponse().FinishReason);
        var usage = updates.UsageOf();
        Assert.Equal((100L, 30L, 130L, 64L, 12L), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount));
    }

    [Fact]
    public async Task A_whole_answer_is_read_with_its_usage()
    {
        using var client = OpenAIClients.Answering(
            """
            {
              "id": "c1", "object": "chat.completion", "created": 1700000000, "model": "m",
              "choices": [{"index": 0, "message": {"role": "assistant", "content": "A text.", "reasoning": "Hm."}, "finish_reason": "eos_token"}],
              "usage": {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7, "prompt_tokens_details": {"cached_tokens": 4}}
            }
            """,
            "application/json");

        var response = await client.GetResponseAsync("Write.");

        Assert.Equal("A text.", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((5L, 4L, 2L), (response.Usage!.InputTokenCount, response.Usage.CachedInputTokenCount, response.Usage.OutputTokenCount));
        Assert.Equal("Hm.", Assert.Single(response.Messages[0].Contents.OfType<TextReasoningContent>()).Text);
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    public async Task Reasoning_counts_as_activity_and_is_no_text(string field)
    {
        using var client = OpenAIClients.Answering(OpenAIClients.Events(
            OpenAIClients.Delta($$"""{"role":"assistant","content":null,"{{field}}":"Let me "}"""),
            OpenAIClients.Delta($$"""{"content":null,"{{field}}":"think."}"""),
            OpenAIClients.Delta("""{"content":"Text."}""", "\"stop\"")));

        var updates = await client.ReadAsync();

        Assert.Equal("Text.", updates.TextOf());
        Assert.Equal("Let me think.", string.Concat(updates.SelectMany(static u => u.Contents).OfType<TextReasoningContent>().Select(static c => c.Text)));
        Assert.Equal(3, updates.Count);
    }

    [Fact]
    public async Task Running_totals_of_usage_are_counted_once()
    {
        static string Chunk(string content, int tokens, string finish = "null") =>
            $$$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"{{{content}}}"},"finish_reason":{{{finish}}}}],"usage":{"prompt_tokens":10,"completion_tokens":{{{tokens}}},"total_tokens":{{{10 + tokens}}}}}""";

        using var client = OpenAIClients.Answering(OpenAIClients.Events(Chunk("a", 1), Chunk("b", 2), Chunk("c", 3, "\"stop\"")));

        var updates = await client.ReadAsync();

        Assert.Equal("abc", updates.TextOf());
        Assert.Equal((10L, 3L), (updates.UsageOf().InputTokenCount, updates.UsageOf().OutputTokenCount));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("model_length", "length")]
    [InlineData("max_tokens", "length")]
    [InlineData("eos_token", "stop")]
    [InlineData("stop_sequence", "stop")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("something new", "stop")]
    public async Task Finish_reasons_of_other_servers_are_understood(string sent, string read)
    {
        using var client = OpenAIClients.Answering(OpenAIClients.Events(OpenAIClients.Delta("""{"content":"x"}""", $"\"{sent}\"")));

        Assert.Equal(new ChatFinishReason(read), (await client.ReadAsync()).ToChatResponse().FinishReason);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")] // nothing but the text
    [InlineData("data:{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\r\n\r\ndata:[DONE]\r\n\r\n")] // no blank, CRLF
    [InlineData(": warming up\n\n: still\n\nevent: message\nid: 4\nretry: 10\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\n")] // comments, other fields, no [DONE]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"}}]}\n\ndata: [DONE]\n\n")] // no finish reason but [DONE]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\ndata: [DONE]\n")] // no empty lines between
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}")] // no line end at all
    [InlineData("\uFEFF\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\n")] // byte order mark
    [InlineData("data: {\"id\":null,\"created\":1700000000.25,\"model\":null,\"system_fingerprint\":null,\"service_tier\":7,\"choices\":[{\"index\":0,\"delta\":{\"role\":\"\",\"content\":\"ok\",\"tool_calls\":null,\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"\"}],\"usage\":null}\n\ndata: {\"choices\":null,\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"model\",\"content\":\"ok\"},\"finish_reason\":null}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":null,\"finish_reason\":\"stop\"}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\",\"stop.reason\":\"</s>\",\"token ids\":[1]}],\"error\":null,\"x.y\":{\"z\":[]},\"timings\":{\"predicted_ms\":1.5}}\n\n")]
    public async Task Every_shape_of_stream_in_use_is_read(string body)
    {
        using var client = OpenAIClients.Answering(body);

        Assert.Equal("ok", (await client.ReadAsync()).TextOf());
    }

    [Fact]
    public async Task A_refusal_in_a_stream_is_an_error_with_the_models_words()
    {
        using var client = OpenAIClients.Answering(OpenAIClients.Events(
            OpenAIClients.Delta("""{"role":"assistant","content":"","refusal":null}"""),
            OpenAIClients.Delta("""{"refusal":"I cannot "}"""),
            OpenAIClients.Delta("""{"refusal":"help with that."}""", "\"stop\"")));

        var error = await client.FailAsync();

        Assert.Equal(LongWriterError.Refused, error.Error);
        Assert.Contains("I cannot help with that.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_in_a_whole_answer_is_an_error_too()
    {
        using var client = OpenAIClients.Answering(
            """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"No."},"finish_reason":"stop"}]}""", "application/json");

        Assert.Equal(LongWriterError.Refused, (await client.FailAsync(streaming: false)).Error);
    }
}
