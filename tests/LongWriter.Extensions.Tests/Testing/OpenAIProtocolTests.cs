using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class OpenAIProtocolTests
{
    private const string Path = "v1/chat/completions";

    [Fact]
    public async Task A_plain_call_answers_a_chat_completion()
    {
        var prompt = Prompts.Step("zh", 120);
        await using var server = await LoopbackModelServer.StartAsync();
        using var http = Http.To(server);
        using var direct = new SimulatedChatClient();
        var expected = await direct.GetResponseAsync(prompt);

        var body = await http.PostAsync(Path, Http.OpenAI(prompt));

        Assert.StartsWith("chatcmpl-", (string)body["id"]!, StringComparison.Ordinal);
        Assert.Equal("chat.completion", (string)body["object"]!);
        Assert.True((long)body["created"]! > 1_700_000_000);
        Assert.Equal("simulated", (string)body["model"]!);
        var choice = Assert.Single(body["choices"]!.AsArray())!;
        Assert.Equal(0, (int)choice["index"]!);
        Assert.Equal("assistant", (string)choice["message"]!["role"]!);
        Assert.Equal(expected.Text, (string)choice["message"]!["content"]!);
        Assert.Equal("stop", (string)choice["finish_reason"]!);
        var usage = body["usage"]!;
        Assert.Equal(expected.Usage!.InputTokenCount, (long)usage["prompt_tokens"]!);
        Assert.Equal(expected.Usage.OutputTokenCount, (long)usage["completion_tokens"]!);
        Assert.Equal(expected.Usage.TotalTokenCount, (long)usage["total_tokens"]!);
        Assert.Equal(0, (long)usage["prompt_tokens_details"]!["cached_tokens"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_is_well_formed_and_gives_the_same_text(bool includeUsage)
    {
        var prompt = Prompts.Step("en", 120);
        await using var server = await LoopbackModelServer.StartAsync();
        using var http = Http.To(server);
        using var direct = new SimulatedChatClient();
        var expected = await direct.GetResponseAsync(prompt);
        var call = Http.OpenAI(prompt, stream: true);
        if (includeUsage)
            call["stream_options"] = new JsonObject { ["include_usage"] = true };

        using var response = await http.SendAsync(Path, call);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = Http.Events(await response.Content.ReadAsStringAsync());

        Assert.All(events, e => Assert.Equal("chat.completion.chunk", (string)e["object"]!));
        Assert.Single(events.Select(e => (string)e["id"]!).Distinct());
        Assert.All(events, e => Assert.Equal(includeUsage, e.AsObject().ContainsKey("usage")));
        var choices = events.Where(e => e["choices"]!.AsArray().Count > 0).Select(e => e["choices"]![0]!).ToList();
        Assert.Equal("assistant", (string)choices[0]["delta"]!["role"]!);
        Assert.Equal(expected.Text, string.Concat(choices.Select(c => (string?)c["delta"]!["content"])));
        Assert.Equal("stop", (string?)choices[^1]["finish_reason"]);
        Assert.All(choices.SkipLast(1), c => Assert.Null(c["finish_reason"]));
        if (includeUsage)
        {
            Assert.Empty(events[^1]["choices"]!.AsArray());
            Assert.Equal(expected.Usage!.OutputTokenCount, (long)events[^1]["usage"]!["completion_tokens"]!);
            Assert.All(events.SkipLast(1), e => Assert.Null(e["usage"]));
        }
        else
        {
            Assert.Same(choices[^1], events[^1]["choices"]![0]);
        }
    }

    [Fact]
    public async Task Content_parts_are_read_as_one_text_unless_they_are_refused()
    {
        var prompt = Prompts.Step("en", 100);
        var call = Http.OpenAI(prompt);
        call["messages"]![0]!["content"] = new JsonArray(
            new JsonObject { ["type"] = "text", ["text"] = prompt[..50] }, new JsonObject { ["type"] = "text", ["text"] = prompt[50..] });
        await using var server = await LoopbackModelServer.StartAsync();
        await using var strict = await LoopbackModelServer.StartAsync(new() { RefusesContentParts = true });
        using var http = Http.To(server);
        using var strictHttp = Http.To(strict);

        var whole = await http.PostAsync(Path, Http.OpenAI(prompt));
        var parts = await http.PostAsync(Path, call);
        var refused = await strictHttp.PostAsync(Path, call, HttpStatusCode.BadRequest);

        Assert.Equal((string)whole["choices"]![0]!["message"]!["content"]!, (string)parts["choices"]![0]!["message"]!["content"]!);
        Assert.Equal("messages", (string)refused["error"]!["param"]!);
        Assert.Equal(prompt, server.Requests[1].PromptText);
    }

    [Theory]
    [InlineData(ServerCapField.Both, "max_tokens", true)]
    [InlineData(ServerCapField.Both, "max_completion_tokens", true)]
    [InlineData(ServerCapField.MaxTokens, "max_tokens", true)]
    [InlineData(ServerCapField.MaxTokens, "max_completion_tokens", false)]
    [InlineData(ServerCapField.MaxCompletionTokens, "max_completion_tokens", true)]
    [InlineData(ServerCapField.MaxCompletionTokens, "max_tokens", false)]
    public async Task Only_the_cap_field_that_the_server_knows_cuts(ServerCapField field, string sent, bool cuts)
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { CapField = field });
        using var http = Http.To(server);
        var call = Http.OpenAI(Prompts.Step("en", 200));
        call[sent] = 50;

        var body = await http.PostAsync(Path, call);

        Assert.Equal(cuts ? "length" : "stop", (string)body["choices"]![0]!["finish_reason"]!);
        Assert.Equal(cuts, (long)body["usage"]!["completion_tokens"]! <= 50);
    }

    [Fact]
    public async Task A_refusal_ends_with_content_filter()
    {
        using var client = new SimulatedChatClient(new() { Profile = SimulatedWriterProfile.Refuses });
        await using var server = await LoopbackModelServer.StartAsync(new() { Client = client });
        using var http = Http.To(server);

        var body = await http.PostAsync(Path, Http.OpenAI("hello"));

        Assert.Equal("content_filter", (string)body["choices"]![0]!["finish_reason"]!);
    }

    [Fact]
    public async Task Seed_and_temperature_reach_the_client()
    {
        ChatOptions? seen = null;
        using var client = new SimulatedChatClient(new()
        {
            Responders =
            {
                r =>
                {
                    seen = r.Options;
                    return new("ok");
                },
            },
        });
        await using var server = await LoopbackModelServer.StartAsync(new() { Client = client });
        using var http = Http.To(server);
        var call = Http.OpenAI("hello");
        call["seed"] = 12;
        call["temperature"] = 0.25;
        call["max_tokens"] = 7;

        await http.PostAsync(Path, call);

        Assert.Equal((12L, 0.25f, 7, "simulated"), (seen!.Seed, seen.Temperature, seen.MaxOutputTokens, seen.ModelId));
    }

    [Fact]
    public async Task Reasoning_comes_in_its_own_field()
    {
        using var client = new SimulatedChatClient(new() { Responders = { _ => new("done") { Reasoning = "one two three" } } });
        await using var server = await LoopbackModelServer.StartAsync(new() { Client = client });
        using var http = Http.To(server);

        var plain = await http.PostAsync(Path, Http.OpenAI("hello"));
        using var response = await http.SendAsync(Path, Http.OpenAI("hello", stream: true));
        var deltas = Http.Events(await response.Content.ReadAsStringAsync()).Select(e => e["choices"]![0]!["delta"]!).ToList();

        Assert.Equal("one two three", (string)plain["choices"]![0]!["message"]!["reasoning_content"]!);
        Assert.Equal("one two three", string.Concat(deltas.Select(d => (string?)d["reasoning_content"])));
        Assert.Equal("done", string.Concat(deltas.Select(d => (string?)d["content"])));
        Assert.Equal(3, (int)plain["usage"]!["completion_tokens_details"]!["reasoning_tokens"]!);
    }

    [Fact]
    public async Task A_longer_prompt_of_the_same_beginning_reports_cached_tokens()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        await using var plain = await LoopbackModelServer.StartAsync(new() { ReportsCachedTokens = false });
        foreach (var (s, cached) in new[] { (server, 6), (plain, 0) })
        {
            using var http = Http.To(s);
            await http.PostAsync(Path, Http.OpenAI("one two three four five six"));

            var body = await http.PostAsync(Path, Http.OpenAI("one two three four five six seven"));

            Assert.Equal(7, (int)body["usage"]!["prompt_tokens"]!);
            Assert.Equal(cached, (int)body["usage"]!["prompt_tokens_details"]!["cached_tokens"]!);
        }
    }

    [Fact]
    public async Task A_prompt_over_the_context_is_refused()
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { ContextTokens = 20 });
        using var http = Http.To(server);

        await http.PostAsync(Path, Http.OpenAI(string.Concat(Enumerable.Repeat("word ", 20))));
        var body = await http.PostAsync(Path, Http.OpenAI(string.Concat(Enumerable.Repeat("word ", 21))), HttpStatusCode.BadRequest);

        Assert.Equal("context_length_exceeded", (string)body["error"]!["code"]!);
        Assert.Equal("invalid_request_error", (string)body["error"]!["type"]!);
        Assert.Equal("messages", (string)body["error"]!["param"]!);
        Assert.Contains("21", (string)body["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_listed_and_an_unknown_one_is_not_found()
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { Models = ["a", "b"] });
        using var http = Http.To(server);

        var list = JsonNode.Parse(await http.GetStringAsync("v1/models"))!;
        var body = await http.PostAsync(Path, Http.OpenAI("hello"), HttpStatusCode.NotFound);

        Assert.Equal("list", (string)list["object"]!);
        Assert.Equal(["a", "b"], list["data"]!.AsArray().Select(m => (string)m!["id"]!));
        Assert.Equal("model_not_found", (string)body["error"]!["code"]!);
        Assert.Equal("a", (string)JsonNode.Parse(await http.GetStringAsync("v1/models/a"))!["id"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("v1/models/c")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("v1/nothing")).StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_is_unauthorized()
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { ApiKey = "secret" });
        using var right = Http.To(server, "secret");
        using var wrong = Http.To(server, "other");
        using var none = Http.To(server);

        await right.PostAsync(Path, Http.OpenAI("hello"));
        var body = await wrong.PostAsync(Path, Http.OpenAI("hello"), HttpStatusCode.Unauthorized);

        Assert.Equal("invalid_api_key", (string)body["error"]!["code"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, (await none.GetAsync("v1/models")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""{"model":"m","messages":[]}""")]
    [InlineData("""{"model":"m","messages":"hello"}""")]
    [InlineData("""{"model":"m","messages":[{"content":"hello"}]}""")]
    [InlineData("""{"model":"m","model":"m","messages":[{"role":"user","content":"hello"}]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hello"}],"max_tokens":"many"}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hello"}],"max_tokens":0}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url"}]}]}""")]
    public async Task A_malformed_body_is_a_bad_request(string body)
    {
        await using var server = await LoopbackModelServer.StartAsync();
        using var http = Http.To(server);

        using var response = await http.PostAsync(Path, new StringContent(body, Encoding.UTF8, "application/json"));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_request_error", (string)answer["error"]!["type"]!);
        Assert.NotEmpty((string)answer["error"]!["message"]!);
    }
}
