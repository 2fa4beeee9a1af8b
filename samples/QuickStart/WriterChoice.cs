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

        if (await OllamaModel.FindAsync() is { } local)
        {
            builder.UseOllama(local.Name, local.Server);
            return new($"{local.Name} of the Ollama at {local.Server.Authority}", Guide);
        }

        builder.UseTinyModel();
        return new($"{LongWriterTiny.ModelId}, in this process. It knows only simple English about an invented village; set OPENAI_API_KEY or start Ollama for a model that knows the world.", Story);
    }

    private static bool IsSet(string variable) => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable));
}
