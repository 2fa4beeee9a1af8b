using System.Text.Json;
using LongWriter;
using Microsoft.Extensions.AI;

namespace QuickStart;

/// <summary>A model of an Ollama that is running.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Server">The server's address.</param>
internal sealed record OllamaModel(string Name, Uri Server)
{
    /// <summary>The first model that writes texts, of the Ollama at <c>OLLAMA_HOST</c>, else on its default port; null where none answers or none has such a model.</summary>
    /// <exception cref="LongWriterException"><c>OLLAMA_HOST</c> is no address (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static async Task<OllamaModel?> FindAsync()
    {
        // Only for the address, which the package reads in every form that Ollama takes.
        using var any = OllamaWriterClient.Create(new() { Model = "any" });
        var server = any.GetService<ChatClientMetadata>()!.ProviderUri!;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var tags = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(server, "api/tags")));
            return FirstOf(tags.RootElement) is { } name ? new(name, server) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The first model that writes texts; null where there is none, or where the answer is not Ollama's.</summary>
    /// <param name="tags">What <c>/api/tags</c> answers.</param>
    internal static string? FirstOf(JsonElement tags) =>
        Member(tags, "models") is { ValueKind: JsonValueKind.Array } models ? models.EnumerateArray().Select(NameOf).FirstOrDefault(static n => n is not null) : null;

    // A model for embeddings is listed like any other, and cannot write.
    private static string? NameOf(JsonElement model)
    {
        var (name, family) = (Text(model, "name"), Member(model, "details") is { } details ? Text(details, "family") : null);
        return string.IsNullOrWhiteSpace(name) || name.Contains("embed", StringComparison.OrdinalIgnoreCase) || family?.EndsWith("bert", StringComparison.OrdinalIgnoreCase) == true ? null : name;
    }

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
}
