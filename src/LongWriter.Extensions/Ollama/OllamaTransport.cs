using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OllamaSharp;
using OllamaSharp.Models;
using OllamaSharp.Models.Chat;

namespace LongWriter;

/// <summary>OllamaSharp's client, with the call's token at hand while an answer is read, and without silent cuts of the prompt.</summary>
internal sealed class OllamaTransport(HttpClient http, string model) : OllamaApiClient(http, model, OllamaJson.Default)
{
    // Fields of the server that OllamaSharp does not know: a prompt that does not fit is refused instead of being cut, and an answer
    // that fills the context ends instead of pushing the prompt out. Servers before 0.12.4 ignore them.
    private static readonly byte[] NoSilentCuts = [.. "{\"truncate\":false,\"shift\":false,"u8];

    protected override async Task<HttpResponseMessage> SendToOllamaAsync(
        HttpRequestMessage requestMessage, OllamaRequest? ollamaRequest, HttpCompletionOption completionOption, CancellationToken cancellationToken)
    {
        requestMessage.Options.Set(CheckedHandler.CallerKey, cancellationToken);
        if (ollamaRequest is ChatRequest && requestMessage.Content is { } content)
            requestMessage.Content = await WithoutSilentCutsAsync(content, cancellationToken).ConfigureAwait(false);

        return await base.SendToOllamaAsync(requestMessage, ollamaRequest, completionOption, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HttpContent> WithoutSilentCutsAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var changed = new byte[NoSilentCuts.Length + body.Length - 1];
        NoSilentCuts.CopyTo(changed, 0);
        body.AsSpan(1).CopyTo(changed.AsSpan(NoSilentCuts.Length));
        return new ByteArrayContent(changed) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
    }
}

/// <summary>The shapes of chat calls, so that no reflection is needed.</summary>
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatResponseStream))]
[JsonSerializable(typeof(ChatDoneResponseStream))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(string))]
internal sealed partial class OllamaJson : JsonSerializerContext;
