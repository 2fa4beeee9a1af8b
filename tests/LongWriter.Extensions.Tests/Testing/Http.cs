using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace LongWriter.Tests;

/// <summary>Speaks both protocols by hand.</summary>
internal static class Http
{
    public static HttpClient To(LoopbackModelServer server, string? key = null)
    {
        // Without the drain a response that is left unread closes its connection at once.
        var handler = new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero };
        var client = new HttpClient(handler) { BaseAddress = server.Endpoint, Timeout = TimeSpan.FromSeconds(20) };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);

        return client;
    }

    public static JsonObject OpenAI(string prompt, bool stream = false) => new()
    {
        ["model"] = "simulated",
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
        ["stream"] = stream,
    };

    public static JsonObject Ollama(string prompt, bool? stream = null, JsonObject? options = null)
    {
        var body = new JsonObject
        {
            ["model"] = "simulated",
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
        };
        if (stream is not null)
            body["stream"] = stream;
        if (options is not null)
            body["options"] = options;

        return body;
    }

    public static async Task<HttpResponseMessage> SendAsync(this HttpClient client, string path, JsonNode body, bool headersOnly = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        return await client.SendAsync(request, headersOnly ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead);
    }

    public static async Task<JsonNode> PostAsync(this HttpClient client, string path, JsonNode body, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await client.SendAsync(path, body);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Reads server-sent events by the letter: each is one data line and an empty one; the last says DONE.</summary>
    public static List<JsonNode> Events(string text)
    {
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        var blocks = text[..^2].Split("\n\n");
        Assert.All(blocks, b => Assert.StartsWith("data: ", b, StringComparison.Ordinal));
        Assert.All(blocks, b => Assert.DoesNotContain('\n', b));
        Assert.Equal("data: [DONE]", blocks[^1]);
        return [.. blocks.SkipLast(1).Select(b => JsonNode.Parse(b["data: ".Length..])!)];
    }

    public static List<JsonNode> Lines(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text[..^1].Split('\n').Select(l => JsonNode.Parse(l)!)];
    }
}
