using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Microsoft.Extensions.AI;
using OllamaSharp.Models;
using OllamaSharp.Models.Chat;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace LongWriter.Tests;

public class OllamaRequestTests
{
    // CustomHeaders is a property of OllamaSharp's own that it writes along; servers ignore it.
    [Fact]
    public async Task A_streamed_request_has_exactly_these_fields()
    {
        var handler = RecordingHandler.Of(OllamaClients.Short);
        using var client = OllamaClients.Make(handler);

        await client.ReadAsync(
            new ChatOptions
            {
                MaxOutputTokens = 1234,
                Temperature = 0.5f,
                TopP = 0.25f,
                TopK = 40,
                Seed = 42,
                FrequencyPenalty = 0.5f,
                PresencePenalty = 0.75f,
                StopSequences = ["END"],
                Instructions = "Be brief.",
                Reasoning = new ReasoningOptions { Effort = ReasoningEffort.None },
                AdditionalProperties = new() { ["min_p"] = 0.125f, ["repeat_penalty"] = 1.5f },
            },
            "Write about bees.");

        var request = Assert.Single(handler.Requests);
        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("http://127.0.0.1:1/api/chat", request.Address.ToString());
        AssertJson(
            """
            {
              "model": "the-model", "stream": true, "truncate": false, "shift": false, "think": false, "CustomHeaders": {},
              "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Write about bees."}],
              "options": {
                "num_ctx": 16384, "num_predict": 1234, "temperature": 0.5, "top_p": 0.25, "top_k": 40, "seed": 42,
                "frequency_penalty": 0.5, "presence_penalty": 0.75, "stop": ["END"], "min_p": 0.125, "repeat_penalty": 1.5
              }
            }
            """,
            handler.Body);
    }

    [Fact]
    public async Task A_whole_answer_is_asked_for_without_a_stream()
    {
        var handler = RecordingHandler.Of(OllamaClients.Done().TrimEnd(), "application/json");
        using var client = OllamaClients.Make(handler);

        await client.GetResponseAsync("Write.");

        AssertJson(
            """{"model": "the-model", "stream": false, "truncate": false, "shift": false, "CustomHeaders": {}, "messages": [{"role": "user", "content": "Write."}], "options": {"num_ctx": 16384}}""",
            handler.Body);
    }

    [Fact]
    public async Task The_context_is_the_same_in_every_call_whatever_the_call_asks_for()
    {
        var handler = new RecordingHandler(static _ => RecordingHandler.Answer(OllamaClients.Short));
        var options = OllamaClients.Options(handler);
        options.ContextTokens = 4096;
        using var client = OllamaWriterClient.Create(options);

        await client.ReadAsync();
        await client.ReadAsync(new ChatOptions { AdditionalProperties = new() { ["num_ctx"] = 2048 } });
        await client.ReadAsync(new ChatOptions { RawRepresentationFactory = static _ => new ChatRequest { Options = new RequestOptions { NumCtx = 1024, MinP = 0.5f } } });

        Assert.All(handler.Requests, static r => Assert.Equal(4096, (int)JsonNode.Parse(r.Body)!["options"]!["num_ctx"]!));
        Assert.Equal(0.5, (double)JsonNode.Parse(handler.Requests[2].Body)!["options"]!["min_p"]!);
        Assert.Equal(new ModelLimits(4096), client.GetService<ModelLimits>());
    }

    [Theory]
    [InlineData(1800, "1800s")]
    [InlineData(0, "0s")]
    [InlineData(-0.001, "-1s")]
    public async Task The_model_is_kept_for_the_time_that_is_asked(double seconds, string sent)
    {
        var handler = RecordingHandler.Of(OllamaClients.Short);
        var options = OllamaClients.Options(handler);
        options.KeepAlive = TimeSpan.FromSeconds(seconds);
        using var client = OllamaWriterClient.Create(options);

        await client.ReadAsync();

        Assert.Equal(sent, (string?)handler.Body["keep_alive"]);
    }

    [Fact]
    public async Task The_callers_options_are_left_as_they_were()
    {
        using var client = OllamaClients.Answering(OllamaClients.Short);
        var options = new ChatOptions { AdditionalProperties = new() { ["min_p"] = 0.1f } };

        await client.ReadAsync(options);

        Assert.Equal(["min_p"], options.AdditionalProperties.Keys);
    }

    [Property(MaxTest = 40)]
    public void Parts_are_sent_as_one_string_that_is_their_exact_concatenation(string?[] parts)
    {
        var texts = (parts ?? []).Select(static p => p ?? "").Append("\U0001F41D"[..1]).Append("\U0001F41D"[1..]).Append("蜂 \"bees\" <b>\r\n\t\0").ToArray();
        var handler = RecordingHandler.Of(OllamaClients.Short);
        using var client = OllamaClients.Make(handler);

        _ = client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, [.. texts.Select(static t => new TextContent(t))])]).ToBlockingEnumerable().Count();

        // A lone surrogate cannot be written as UTF-8 and becomes U+FFFD, as everywhere in .NET.
        Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(string.Concat(texts))), (string?)handler.Body["messages"]![0]!["content"]);
    }

    [Fact]
    public async Task A_format_is_passed_on()
    {
        var handler = RecordingHandler.Of(OllamaClients.Short);
        using var client = OllamaClients.Make(handler);

        await client.ReadAsync(new ChatOptions { ResponseFormat = ChatResponseFormat.Json });

        Assert.Equal("json", (string?)handler.Body["format"]);
    }

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {JsonNode.Parse(expected)!.ToJsonString()}\nbut was {actual.ToJsonString()}");
}
