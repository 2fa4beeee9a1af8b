using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>Clients that never look at this machine's environment.</summary>
internal static class OpenAIClients
{
    public const string Key = "sk-test-0123456789abcdef";

    public const string Short = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Fine.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    public static OpenAIWriterOptions Options(HttpMessageHandler? handler, string endpoint = "https://api.openai.com/v1") => new()
    {
        Model = "the-model",
        ApiKey = Key,
        Endpoint = new Uri(endpoint),
        Handler = handler,
        ReadEnvironment = static _ => null,
    };

    public static IChatClient Make(HttpMessageHandler handler, string endpoint = "https://api.openai.com/v1", TimeProvider? time = null) =>
        OpenAIWriterClient.Create(Options(handler, endpoint), time);

    public static IChatClient Make(RawServer server) => OpenAIWriterClient.Create(Options(null, server.Address + "v1"));

    public static IChatClient Answering(string body, string type = "text/event-stream") => Make(RecordingHandler.Of(body, type), "http://127.0.0.1/v1");

    /// <summary>A stream of one choice with these pieces of JSON as its deltas, well ended.</summary>
    public static string Events(params string[] chunks) => string.Concat(chunks.Select(static c => $"data: {c}\n\n")) + "data: [DONE]\n\n";

    public static string Delta(string delta, string finish = "null") =>
        $$"""{"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""";
}
