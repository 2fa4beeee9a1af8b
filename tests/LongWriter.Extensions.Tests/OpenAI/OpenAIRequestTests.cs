using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace LongWriter.Tests;

public class OpenAIRequestTests
{
    private const string Local = "http://127.0.0.1/v1";

    [Fact]
    public async Task A_streamed_request_has_exactly_these_fields()
    {
        var handler = RecordingHandler.Of(OpenAIClients.Short);
        using var client = OpenAIClients.Make(handler);

        await client.ReadAsync(new ChatOptions
        {
            MaxOutputTokens = 1234,
            Temperature = 0.5f,
            TopP = 0.25f,
            Seed = 42,
            FrequencyPenalty = 0.5f,
            PresencePenalty = 0.75f,
            StopSequences = ["END"],
            Instructions = "Be brief.",
        }, "Write about bees.");

        var request = Assert.Single(handler.Requests);
        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal("https://api.openai.com/v1/chat/completions", request.Address.ToString());
        Assert.Contains($"Authorization: Bearer {OpenAIClients.Key}", request.Headers, StringComparison.Ordinal);
        AssertJson(
            """
            {
              "model": "the-model", "stream": true, "stream_options": {"include_usage": true}, "max_completion_tokens": 1234,
              "temperature": 0.5, "top_p": 0.25, "seed": 42, "frequency_penalty": 0.5, "presence_penalty": 0.75, "stop": ["END"],
              "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Write about bees."}]
            }
            """,
            handler.Body);
    }

    [Fact]
    public async Task A_whole_answer_is_asked_for_without_stream_fields()
    {
        var handler = RecordingHandler.Of("""{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}]}""", "application/json");
        using var client = OpenAIClients.Make(handler, Local);

        await client.GetResponseAsync("Write.", new ChatOptions { MaxOutputTokens = 7 });

        AssertJson(
            """{"model": "the-model", "max_completion_tokens": 7, "max_tokens": 7, "messages": [{"role": "user", "content": "Write."}]}""",
            handler.Body);
    }

    [Theory]
    [InlineData("https://api.openai.com/v1", null, "max_completion_tokens")]
    [InlineData("https://eu.api.openai.com/v1", null, "max_completion_tokens")]
    [InlineData("https://mine.openai.azure.com/openai/v1", null, "max_completion_tokens")]
    [InlineData("https://notopenai.com/v1", null, "max_completion_tokens,max_tokens")]
    [InlineData("https://openai.com.example.org/v1", null, "max_completion_tokens,max_tokens")]
    [InlineData("http://localhost:8000/v1", null, "max_completion_tokens,max_tokens")]
    [InlineData("http://localhost:8000/v1", OutputCapField.MaxTokens, "max_tokens")]
    [InlineData("http://localhost:8000/v1", OutputCapField.MaxCompletionTokens, "max_completion_tokens")]
    [InlineData("https://api.openai.com/v1", OutputCapField.Both, "max_completion_tokens,max_tokens")]
    public async Task The_output_cap_goes_into_the_fields_that_the_server_reads(string endpoint, OutputCapField? setting, string fields)
    {
        foreach (var withRawOptions in new[] { false, true })
        {
            var handler = RecordingHandler.Of(OpenAIClients.Short);
            var options = OpenAIClients.Options(handler, endpoint);
            options.OutputCapField = setting;
            using var client = OpenAIWriterClient.Create(options);

            await client.ReadAsync(new ChatOptions
            {
                MaxOutputTokens = 900,
                RawRepresentationFactory = withRawOptions ? static _ => new ChatCompletionOptions { EndUserId = "someone" } : null,
            });

            var body = handler.Body;
            Assert.Equal(fields, string.Join(',', body.Select(static p => p.Key).Where(static k => k.StartsWith("max_", StringComparison.Ordinal)).Order()));
            foreach (var field in fields.Split(','))
                Assert.Equal(900, (int)body[field]!);
            Assert.Equal(withRawOptions ? "someone" : null, (string?)body["user"]);
        }
    }

    [Fact]
    public async Task Without_a_cap_no_cap_field_is_sent()
    {
        var handler = RecordingHandler.Of(OpenAIClients.Short);
        using var client = OpenAIClients.Make(handler, Local);

        await client.ReadAsync();

        Assert.DoesNotContain("max_", Assert.Single(handler.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callers_raw_cap_wins_and_goes_into_both_fields()
    {
        var handler = RecordingHandler.Of(OpenAIClients.Short);
        using var client = OpenAIClients.Make(handler, Local);

        await client.ReadAsync(new ChatOptions { MaxOutputTokens = 900, RawRepresentationFactory = static _ => new ChatCompletionOptions { MaxOutputTokenCount = 50 } });

        Assert.Equal((50, 50), ((int)handler.Body["max_tokens"]!, (int)handler.Body["max_completion_tokens"]!));
    }

    [Fact]
    public async Task The_callers_options_are_left_as_they_were()
    {
        using var client = OpenAIClients.Make(RecordingHandler.Of(OpenAIClients.Short), Local);
        var options = new ChatOptions { MaxOutputTokens = 900, AdditionalProperties = new() { ["min_p"] = 0.1 } };

        await client.ReadAsync(options);

        Assert.Equal(900, options.MaxOutputTokens);
        Assert.Null(options.RawRepresentationFactory);
        Assert.Equal(["min_p"], options.AdditionalProperties.Keys);
    }

    [Fact]
    public async Task Additional_properties_become_fields_of_the_body()
    {
        var handler = RecordingHandler.Of(OpenAIClients.Short);
        using var client = OpenAIClients.Make(handler, Local);

        await client.ReadAsync(new ChatOptions
        {
            TopK = 40,
            AdditionalProperties = new()
            {
                ["min_p"] = 0.05,
                ["ignore_eos"] = true,
                ["verbosity"] = "low \"x\"",
                ["chat_template_kwargs"] = JsonNode.Parse("""{"enable_thinking": false}"""),
                ["extra"] = JsonSerializer.Deserialize<JsonElement>("[1,2]"),
                ["odd.name-x"] = 3,
                ["an object of .NET"] = new object(),
                ["nothing"] = null,
            },
        });

        AssertJson(
            """
            {
              "model": "the-model", "stream": true, "stream_options": {"include_usage": true}, "messages": [{"role": "user", "content": "Write."}],
              "top_k": 40, "min_p": 0.05, "ignore_eos": true, "verbosity": "low \"x\"", "chat_template_kwargs": {"enable_thinking": false}, "extra": [1, 2], "odd.name-x": 3
            }
            """,
            handler.Body);
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("messages")]
    [InlineData("model")]
    [InlineData("a'b")]
    public async Task An_additional_property_may_not_replace_what_the_adapter_sets(string name)
    {
        var handler = RecordingHandler.Of(OpenAIClients.Short);
        using var client = OpenAIClients.Make(handler);

        var error = await Assert.ThrowsAsync<LongWriterException>(() => client.ReadAsync(new ChatOptions { AdditionalProperties = new() { [name] = "x" } }));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Top_k_is_not_sent_to_OpenAI_which_rejects_it()
    {
        var handler = RecordingHandler.Of(OpenAIClients.Short);
        using var client = OpenAIClients.Make(handler);

        await client.ReadAsync(new ChatOptions { TopK = 40 });

        Assert.False(handler.Body.ContainsKey("top_k"));
    }

    [Property(MaxTest = 40)]
    public void Parts_are_sent_as_one_string_that_is_their_exact_concatenation(string?[] parts)
    {
        // A lone surrogate cannot be written as UTF-8 and becomes U+FFFD, as everywhere in .NET.
        var texts = (parts ?? []).Select(static p => p ?? "").Append("\U0001F41D"[..1]).Append("\U0001F41D"[1..]).Append("蜂 \"bees\" <b>\r\n\t\0").ToArray();
        var handler = RecordingHandler.Of(OpenAIClients.Short);
        using var client = OpenAIClients.Make(handler, Local);

        _ = client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, [.. texts.Select(static t => new TextContent(t))])]).ToBlockingEnumerable().Count();

        var expected = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(string.Concat(texts)));
        Assert.Equal(expected, (string?)handler.Body["messages"]![0]!["content"]);
    }

    [Fact]
    public async Task The_body_of_a_longer_prompt_begins_with_that_of_the_shorter_one()
    {
        var handler = new RecordingHandler(static _ => RecordingHandler.Answer(OpenAIClients.Short));
        using var client = OpenAIClients.Make(handler, Local);
        string[] sections = ["Head: 养蜂 \"plan\"\n\n", "First section. \U0001F41D\n\n", "Second section.\n\n"];
        for (var count = 1; count <= sections.Length; count++)
        {
            AIContent[] parts = [.. sections.Take(count).Select(static s => new TextContent(s)), new TextContent($"Now write section {count}.")];
            _ = await client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, parts)]).ToChatResponseAsync();
        }

        for (var i = 1; i < sections.Length; i++)
        {
            var shorter = handler.Requests[i - 1].Body;
            var prefix = shorter[..shorter.IndexOf("Now write section", StringComparison.Ordinal)];
            Assert.StartsWith(prefix, handler.Requests[i].Body, StringComparison.Ordinal);
            Assert.Contains("Head", prefix, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Content_arrays_are_sent_on_request_and_for_images()
    {
        var handler = new RecordingHandler(static _ => RecordingHandler.Answer(OpenAIClients.Short));
        var options = OpenAIClients.Options(handler, Local);
        options.FlattenContent = false;
        using var asParts = OpenAIWriterClient.Create(options);
        using var flattening = OpenAIClients.Make(handler, Local);

        _ = await asParts.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("a"), new TextContent("b")])]).ToChatResponseAsync();
        _ = await flattening.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("a"), new DataContent(new byte[] { 1 }, "image/png")])]).ToChatResponseAsync();

        AssertJson("""[{"type":"text","text":"a"},{"type":"text","text":"b"}]""", JsonNode.Parse(handler.Requests[0].Body)!["messages"]![0]!["content"]!);
        Assert.Equal(2, JsonNode.Parse(handler.Requests[1].Body)!["messages"]![0]!["content"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_model_of_the_options_replaces_the_default_one()
    {
        var handler = RecordingHandler.Of(OpenAIClients.Short);
        using var client = OpenAIClients.Make(handler, Local);

        await client.ReadAsync(new ChatOptions { ModelId = "another" });

        Assert.Equal("another", (string?)handler.Body["model"]);
    }

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {JsonNode.Parse(expected)!.ToJsonString()}\nbut was {actual.ToJsonString()}");
}
