using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class OllamaProtocolTests
{
    private const string Path = "api/chat";

    [Fact]
    public async Task A_plain_call_answers_one_object()
    {
        var prompt = Prompts.Step("en", 120);
        await using var server = await LoopbackModelServer.StartAsync();
        using var http = Http.To(server);
        using var direct = new SimulatedChatClient();
        var expected = await direct.GetResponseAsync(prompt);

        var body = await http.PostAsync(Path, Http.Ollama(prompt, stream: false));

        Assert.Equal("simulated", (string)body["model"]!);
        Assert.True(DateTimeOffset.TryParse((string)body["created_at"]!, out _));
        Assert.Equal("assistant", (string)body["message"]!["role"]!);
        Assert.Equal(expected.Text, (string)body["message"]!["content"]!);
        Assert.True((bool)body["done"]!);
        Assert.Equal("stop", (string)body["done_reason"]!);
        Assert.Equal(expected.Usage!.InputTokenCount, (long)body["prompt_eval_count"]!);
        Assert.Equal(expected.Usage.OutputTokenCount, (long)body["eval_count"]!);
        Assert.All(
            new[] { "total_duration", "load_duration", "prompt_eval_duration", "eval_duration" }, n => Assert.True((long)body[n]! >= 0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public async Task A_call_is_streamed_as_JSON_lines_unless_it_says_otherwise(bool? stream)
    {
        var prompt = Prompts.Step("zh", 120);
        await using var server = await LoopbackModelServer.StartAsync();
        using var http = Http.To(server);
        using var direct = new SimulatedChatClient();
        var expected = await direct.GetResponseAsync(prompt);

        using var response = await http.SendAsync(Path, Http.Ollama(prompt, stream));
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        var lines = Http.Lines(await response.Content.ReadAsStringAsync());

        Assert.True(lines.Count > 5);
        Assert.Equal(expected.Text, string.Concat(lines.Select(l => (string)l["message"]!["content"]!)));
        Assert.All(lines.SkipLast(1), l => Assert.False((bool)l["done"]!));
        Assert.True((bool)lines[^1]["done"]!);
        Assert.Equal("stop", (string)lines[^1]["done_reason"]!);
        Assert.Equal(expected.Usage!.OutputTokenCount, (long)lines[^1]["eval_count"]!);
        Assert.True(server.Requests[0].Streamed);
    }

    [Fact]
    public async Task Num_predict_cuts_and_below_one_does_not()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        using var http = Http.To(server);
        var prompt = Prompts.Step("en", 200);

        var cut = await http.PostAsync(Path, Http.Ollama(prompt, false, new() { ["num_predict"] = 40 }));
        var whole = await http.PostAsync(Path, Http.Ollama(prompt, false, new() { ["num_predict"] = -1 }));

        Assert.Equal("length", (string)cut["done_reason"]!);
        Assert.InRange((int)cut["eval_count"]!, 35, 40);
        Assert.Equal("stop", (string)whole["done_reason"]!);
        Assert.Equal(200, Prompts.Count("en", (string)whole["message"]!["content"]!));
    }

    [Fact]
    public async Task Seed_and_temperature_change_the_answer()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        using var http = Http.To(server);
        var texts = new HashSet<string>();
        foreach (var options in new JsonObject?[] { null, new() { ["seed"] = 4 }, new() { ["seed"] = 5 }, new() { ["temperature"] = 0.5 } })
            texts.Add((string)(await http.PostAsync(Path, Http.Ollama("hello", false, options)))["message"]!["content"]!);

        Assert.Equal(4, texts.Count);
    }

    [Fact]
    public async Task A_prompt_over_num_ctx_silently_loses_its_beginning()
    {
        SimulatedRequest? seen = null;
        using var client = new SimulatedChatClient(new()
        {
            Responders =
            {
                r =>
                {
                    seen = r;
                    return new("ok");
                },
            },
        });
        await using var server = await LoopbackModelServer.StartAsync(new() { Client = client, ContextTokens = 1_000, OllamaDefaultContextTokens = 300 });
        using var http = Http.To(server);
        var prompt = string.Concat(Enumerable.Repeat("word ", 2_000)) + "last";

        var counts = new List<(int, int)>();
        foreach (var options in new JsonObject?[] { null, new() { ["num_ctx"] = 500 }, new() { ["num_ctx"] = 5_000 } })
        {
            var body = await http.PostAsync(Path, Http.Ollama(prompt, false, options));
            counts.Add(((int)body["prompt_eval_count"]!, Prompts.Count("en", seen!.Prompt)));
            Assert.EndsWith("word last", seen.Prompt, StringComparison.Ordinal);
        }

        Assert.Equal([(300, 300), (500, 500), (1_000, 1_000)], counts);
        Assert.Equal(prompt, server.Requests[0].PromptText);
    }

    [Fact]
    public async Task Tags_show_and_version_answer()
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { Models = ["llama3.1", "qwen:7b"], ContextTokens = 8_192 });
        using var http = Http.To(server);

        var tags = JsonNode.Parse(await http.GetStringAsync("api/tags"))!;
        var show = await http.PostAsync("api/show", new JsonObject { ["model"] = "llama3.1" });
        var version = JsonNode.Parse(await http.GetStringAsync("api/version"))!;

        Assert.Equal(["llama3.1:latest", "qwen:7b"], tags["models"]!.AsArray().Select(m => (string)m!["name"]!));
        Assert.Equal(8_192, (int)show["model_info"]![(string)show["model_info"]!["general.architecture"]! + ".context_length"]!);
        Assert.NotNull(show["details"]!["family"]);
        Assert.True(Version.TryParse((string)version["version"]!, out _));
        Assert.Equal(
            "model 'x' not found", (string)(await http.PostAsync("api/show", new JsonObject { ["model"] = "x" }, HttpStatusCode.NotFound))["error"]!);
        await http.PostAsync("api/show", new JsonObject(), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Errors_are_one_string()
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { Models = ["a"], ApiKey = "k" });
        using var http = Http.To(server, "k");
        using var anonymous = Http.To(server);
        var call = Http.Ollama("hello");
        call["model"] = "a:latest";
        call["messages"]![0]!["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "hello" });

        Assert.Equal("model 'simulated' not found", (string)(await http.PostAsync(Path, Http.Ollama("hello"), HttpStatusCode.NotFound))["error"]!);
        Assert.NotEmpty((string)(await http.PostAsync(Path, call, HttpStatusCode.BadRequest))["error"]!);
        Assert.NotEmpty((string)(await anonymous.PostAsync(Path, Http.Ollama("hello"), HttpStatusCode.Unauthorized))["error"]!);
        using var response = await http.PostAsync(Path, new StringContent("nonsense", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Reasoning_comes_as_thinking()
    {
        using var client = new SimulatedChatClient(new() { Responders = { _ => new("done") { Reasoning = "let me see" } } });
        await using var server = await LoopbackModelServer.StartAsync(new() { Client = client });
        using var http = Http.To(server);

        var plain = await http.PostAsync(Path, Http.Ollama("hello", stream: false));
        using var response = await http.SendAsync(Path, Http.Ollama("hello"));
        var lines = Http.Lines(await response.Content.ReadAsStringAsync());

        Assert.Equal("let me see", (string)plain["message"]!["thinking"]!);
        Assert.Equal("let me see", string.Concat(lines.Select(l => (string?)l["message"]!["thinking"])));
        Assert.Equal("done", string.Concat(lines.Select(l => (string)l["message"]!["content"]!)));
    }
}
