using System.Text.Json;
using LongWriter;
using Microsoft.Extensions.DependencyInjection;

namespace QuickStart;

/// <summary>Takes the model that is there. An app of your own names one instead: <c>builder.UseOpenAI("…")</c>.</summary>
internal static class WriterChoice
{
    private static readonly Uri Ollama = new("http://127.0.0.1:11434");

    /// <summary>Gives the writer a model and says which.</summary>
    public static async Task<string> ApplyAsync(ILongWriterBuilder builder)
    {
        if (IsSet("OPENAI_API_KEY") || IsSet("OPENAI_BASE_URL"))
        {
            // Key and address are read from these variables by the package itself.
            var model = IsSet("OPENAI_MODEL") ? Environment.GetEnvironmentVariable("OPENAI_MODEL")! : "gpt-4.1-mini";
            builder.UseOpenAI(model);
            return $"{model} at {(IsSet("OPENAI_BASE_URL") ? Environment.GetEnvironmentVariable("OPENAI_BASE_URL") : "OpenAI")}";
        }

        if (await FindOllamaModelAsync() is { } local)
        {
            builder.UseOllama(local, Ollama);
            return $"{local} of the Ollama on this machine";
        }

        // It writes a quarter less than it is asked for, so that there is something for the length control to do.
        builder.UseChatClient(_ => new SimulatedChatClient(new SimulatedWriterOptions { Bias = 0.75, Noise = 0.1 }));
        return "SIMULATED. It produces placeholder prose without meaning; set OPENAI_API_KEY or start Ollama for a real model.";
    }

    private static bool IsSet(string variable) => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable));

    /// <summary>The first model of an Ollama on its default port; null where none answers.</summary>
    private static async Task<string?> FindOllamaModelAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var tags = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(Ollama, "/api/tags")));
            return tags.RootElement.TryGetProperty("models", out var models) && models.GetArrayLength() > 0
                ? models[0].GetProperty("name").GetString()
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }
}
