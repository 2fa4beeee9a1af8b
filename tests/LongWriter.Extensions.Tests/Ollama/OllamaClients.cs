using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>Clients that never look at this machine's environment.</summary>
internal static class OllamaClients
{
    public static readonly string Short = Line("Fine.") + Done();

    public static OllamaWriterOptions Options(HttpMessageHandler? handler, string endpoint = "http://127.0.0.1:1") => new()
    {
        Model = "the-model",
        Endpoint = new Uri(endpoint),
        Handler = handler,
        ReadEnvironment = static _ => null,
    };

    public static IChatClient Make(HttpMessageHandler handler, TimeProvider? time = null) => OllamaWriterClient.Create(Options(handler), time);

    public static IChatClient Make(RawServer server) => OllamaWriterClient.Create(Options(null, server.Address.ToString()));

    public static IChatClient Answering(string body, string type = "application/x-ndjson") => Make(RecordingHandler.Of(body, type));

    public static string Line(string content, string more = "") =>
        $$"""{"model":"the-model","created_at":"2026-10-21T07:28:00.123456Z","message":{"role":"assistant","content":"{{content}}"{{more}}},"done":false}""" + "\n";

    public static string Done(string reason = "stop", int input = 26, int output = 298) =>
        $$"""{"model":"the-model","created_at":"2026-10-21T07:28:01Z","message":{"role":"assistant","content":""},"done_reason":"{{reason}}","done":true,"total_duration":4883583458,"load_duration":1334875,"prompt_eval_count":{{input}},"prompt_eval_duration":342546000,"eval_count":{{output}},"eval_duration":4535599000}""" + "\n";
}
