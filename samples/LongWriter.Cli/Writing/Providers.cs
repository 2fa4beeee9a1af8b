using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Cli.Writing;

/// <summary>The models that the tool can write with.</summary>
internal static class Providers
{
    public const string OpenAI = "openai";
    public const string Ollama = "ollama";
    public const string Simulated = "simulated";

    private const string DefaultOpenAIModel = "gpt-4.1-mini";
    private const string KeyVariable = "OPENAI_API_KEY";
    private static readonly Uri DefaultOllama = new("http://127.0.0.1:11434");

    public static readonly string[] Names = [OpenAI, Ollama, Simulated];

    /// <summary>The settings with provider, model and endpoint filled in from the environment and the server.</summary>
    public static async Task<CliSettings> ResolveAsync(CliSettings settings, CliEnvironment environment, CancellationToken cancellationToken)
    {
        settings = settings.With(CliSettings.Provider, settings[CliSettings.Provider] ?? Guess(environment));
        switch (settings[CliSettings.Provider])
        {
            case OpenAI:
                settings = settings
                    .With(CliSettings.Endpoint, settings[CliSettings.Endpoint] ?? environment.Variable("OPENAI_BASE_URL"))
                    .With(CliSettings.Model, settings[CliSettings.Model] ?? environment.Variable("OPENAI_MODEL") ?? DefaultOpenAIModel);
                if (settings[CliSettings.Endpoint] is null && string.IsNullOrEmpty(environment.Variable(KeyVariable)))
                    throw new UsageException($"{KeyVariable} is not set. Set it, or name a server of your own with --endpoint.");

                return settings;
            case Ollama:
                settings = settings.With(CliSettings.Endpoint, settings[CliSettings.Endpoint] ?? OllamaHost(environment.Variable("OLLAMA_HOST")).ToString());
                return settings[CliSettings.Model] is null
                    ? settings.With(CliSettings.Model, await FirstModelAsync(new Uri(settings[CliSettings.Endpoint]!), cancellationToken))
                    : settings;
            case Simulated:
                return settings;
            default:
                throw new UsageException($"There is no provider '{settings[CliSettings.Provider]}'; take one of {string.Join(", ", Names)}.");
        }
    }

    /// <summary>Gives the writer its chat client.</summary>
    public static void Use(ILongWriterBuilder builder, CliSettings settings, CliEnvironment environment)
    {
        switch (settings[CliSettings.Provider])
        {
            default:
                builder.UseChatClient(_ => Simulate(settings, environment.TimeProvider));
                break;
        }
    }

    /// <summary>Who writes, for a person to read.</summary>
    public static string Describe(CliSettings settings) => settings[CliSettings.Provider] switch
    {
        Simulated => "simulated writer: placeholder prose, no model",
        OpenAI => settings[CliSettings.Endpoint] is { } endpoint ? $"{settings[CliSettings.Model]} at {endpoint}" : $"{settings[CliSettings.Model]} at OpenAI",
        { } provider => $"{settings[CliSettings.Model]} at {provider} {settings[CliSettings.Endpoint]}",
        null => "",
    };

    private static SimulatedChatClient Simulate(CliSettings settings, TimeProvider time)
    {
        var (bias, noise) = (settings.Double(CliSettings.SimBias, 1), settings.Double(CliSettings.SimNoise, 0));
        return new SimulatedChatClient(new SimulatedWriterOptions
        {
            Bias = bias,
            Noise = noise,
            UpdateDelay = TimeSpan.FromMilliseconds(settings.Double(CliSettings.SimLatency, 0)),
            TimeProvider = time,
            // Another bias is another writer: in the model's name a resumed run sees the difference.
            ModelId = string.Create(CultureInfo.InvariantCulture, $"{settings[CliSettings.Model] ?? "simulated"}:bias={bias},noise={noise}"),
        });
    }

    /// <summary>Never the simulated writer: who asks for a document wants no placeholders.</summary>
    private static string Guess(CliEnvironment environment) =>
        !string.IsNullOrEmpty(environment.Variable(KeyVariable)) || !string.IsNullOrEmpty(environment.Variable("OPENAI_BASE_URL")) ? OpenAI : Ollama;

    /// <summary>Ollama's own variable: a host, a port, an address, or what a server listens on.</summary>
    private static Uri OllamaHost(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return DefaultOllama;

        var text = value.Contains("://", StringComparison.Ordinal) ? value : "http://" + value.TrimStart(':');
        if (!Uri.TryCreate(text, UriKind.Absolute, out var host))
            throw new UsageException($"OLLAMA_HOST is '{value}'; write it like http://127.0.0.1:11434, or give --endpoint.");

        var address = new UriBuilder(host) { Host = host.Host == "0.0.0.0" ? "127.0.0.1" : host.Host };
        if (host.IsDefaultPort && !text.EndsWith(":80", StringComparison.Ordinal) && host.Scheme == "http")
            address.Port = DefaultOllama.Port;

        return address.Uri;
    }

    private static async Task<string> FirstModelAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(endpoint, "/api/tags"), cancellationToken));
            foreach (var model in answer.RootElement.GetProperty("models").EnumerateArray())
                return model.GetProperty("name").GetString()!;

            throw new UsageException($"Ollama at {endpoint} has no models. Pull one first, or choose another provider with --provider.");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new UsageException(
                $"No Ollama answers at {endpoint}. Start it, set {KeyVariable}, name a server with --provider and --endpoint, or try --provider simulated (placeholder prose).");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UsageException($"What answers at {endpoint} is no Ollama. Check --endpoint.");
        }
    }
}
