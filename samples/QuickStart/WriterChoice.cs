using System.Text.Json;
using LongWriter;
using Microsoft.Extensions.DependencyInjection;

namespace QuickStart;

/// <summary>Takes the model that is there. An app of your own names one instead: <c>builder.UseOpenAI("…")</c>.</summary>
/// <param name="Writer">Who writes.</param>
/// <param name="Instruction">A task that it can do.</param>
internal sealed record WriterChoice(string Writer, string Instruction)
{
    private const string Guide = "Write a 2,500-word guide to keeping bees on a city roof.";
    private const string Story = "Write a 2,000-word story about a blue kezar.";

    private static readonly Uri Ollama = new("http://127.0.0.1:11434");

    /// <summary>Gives the writer a model.</summary>
    public static async Task<WriterChoice> MakeAsync(ILongWriterBuilder builder)
    {
        if (IsSet("OPENAI_API_KEY") || IsSet("OPENAI_BASE_URL"))
        {
            // Key and address are read from these variables by the package itself.
            var model = IsSet("OPENAI_MODEL") ? Environment.GetEnvironmentVariable("OPENAI_MODEL")! : "gpt-4.1-mini";
            builder.UseOpenAI(model);
            return new($"{model} at {(IsSet("OPENAI_BASE_URL") ? Environment.GetEnvironmentVariable("OPENAI_BASE_URL") : "OpenAI")}", Guide);
        }

        if (await FindOllamaModelAsync() is { } local)
        {
            builder.UseOllama(local, Ollama);
            return new($"{local} of the Ollama on this machine", Guide);
        }

        builder.UseTinyModel();
        return new($"{LongWriterTiny.ModelId}, in this process. It knows only simple English about an invented village; set OPENAI_API_KEY or start Ollama for a model that knows the world.", Story);
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
