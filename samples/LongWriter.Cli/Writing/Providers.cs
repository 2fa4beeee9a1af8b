using System.Globalization;
using System.Text.Json;
using LongWriter.Cli.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LongWriter.Cli.Writing;

/// <summary>The models that the tool can write with.</summary>
internal static class Providers
{
    public const string OpenAI = "openai";
    public const string Ollama = "ollama";
    public const string Local = "local";
    public const string Tiny = "tiny";
    public const string Simulated = "simulated";

    private const string DefaultOpenAIModel = "gpt-4.1-mini";
    private const string KeyVariable = "OPENAI_API_KEY";
    private static readonly Uri DefaultOllama = new("http://127.0.0.1:11434");

    public static readonly string[] Names = [OpenAI, Ollama, Local, Tiny, Simulated];

    /// <summary>The settings with provider, model and endpoint filled in from the environment and the server.</summary>
    public static async Task<CliSettings> ResolveAsync(CliSettings settings, CliEnvironment environment, CancellationToken cancellationToken)
    {
        settings = await FillAsync(settings.With(CliSettings.Provider, settings[CliSettings.Provider] ?? Guess(environment)), environment, cancellationToken);
        return settings[CliSettings.Endpoint] is { } endpoint && EndpointFault(endpoint) is { } fault ? throw new UsageException(fault) : settings;
    }

    /// <summary>What is wrong with a server's address; null where nothing is.</summary>
    public static string? EndpointFault(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return $"The endpoint has to be an http or https URL, not '{text}'.";

        // It is kept with the run, where no key belongs; the message must not show one either.
        return uri.UserInfo.Length > 0 || uri.Query.Length > 0 ? "The endpoint takes no user name and no query; set OPENAI_API_KEY for a key." : null;
    }

    private static async Task<CliSettings> FillAsync(CliSettings settings, CliEnvironment environment, CancellationToken cancellationToken)
    {
        switch (settings[CliSettings.Provider])
        {
            case OpenAI:
                settings = settings
                    .With(CliSettings.Endpoint, settings[CliSettings.Endpoint] ?? Set(environment, "OPENAI_BASE_URL"))
                    .With(CliSettings.Model, settings[CliSettings.Model] ?? Set(environment, "OPENAI_MODEL") ?? DefaultOpenAIModel);
                if (settings[CliSettings.Endpoint] is null && Set(environment, KeyVariable) is null)
                    throw new UsageException($"{KeyVariable} is not set. Set it, or name a server of your own with --endpoint.");

                return settings;
            case Ollama:
                settings = settings.With(CliSettings.Endpoint, settings[CliSettings.Endpoint] ?? OllamaHost(environment.Variable("OLLAMA_HOST")).ToString());
                return settings[CliSettings.Model] is null
                    ? settings.With(CliSettings.Model, await FirstModelAsync(new Uri(settings[CliSettings.Endpoint]!), cancellationToken))
                    : settings;
            case Local:
                return FillLocal(settings, environment);
            case Tiny:
                return FillTiny(settings);
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
            case OpenAI:
                builder.UseOpenAI(settings[CliSettings.Model]!, Set(environment, KeyVariable), Endpoint(settings));
                break;
            case Ollama:
                builder.UseOllama(settings[CliSettings.Model]!, Endpoint(settings));
                break;
            case Local:
                UseLocal(builder, settings, environment);
                break;
            case Tiny:
                builder.UseTinyModel(o => o.Seed = settings.Long(CliSettings.Seed));
                break;
            default:
                builder.UseChatClient(_ => Simulate(settings, environment.TimeProvider));
                break;
        }
    }

    /// <summary>Who writes, for a person to read.</summary>
    public static string Describe(CliSettings settings) => settings[CliSettings.Provider] switch
    {
        Simulated => "simulated writer: placeholder prose, no model",
        Tiny => $"{LongWriterTiny.ModelId} in this process: simple English about an invented village",
        Local => $"{Path.GetFileName(settings[CliSettings.Model])} in this process, {DecoderOf(settings)} decoder",
        OpenAI => settings[CliSettings.Endpoint] is { } endpoint ? $"{settings[CliSettings.Model]} at {endpoint}" : $"{settings[CliSettings.Model]} at OpenAI",
        { } provider => $"{settings[CliSettings.Model]} at {provider} {settings[CliSettings.Endpoint]}",
        null => "",
    };

    private static CliSettings FillLocal(CliSettings settings, CliEnvironment environment)
    {
        if (settings[CliSettings.Model] is not { } folder || !(Directory.Exists(folder) || File.Exists(folder)))
            throw new UsageException("--provider local runs a model from disk: name its folder, or a .gguf file, with --model.");

        var (cache, libtorch, decoder) = (settings[CliSettings.WeightsCache], settings[CliSettings.Libtorch], DecoderOf(settings));
        LocalModelArguments.CheckCache(cache, LocalModelArguments.FormatOf(settings[CliSettings.Weights]), decoder);
        _ = LocalModelArguments.LibtorchOf(libtorch, decoder, environment);
        return settings.With(CliSettings.Model, Path.GetFullPath(folder)).With(CliSettings.WeightsCache, Full(cache)).With(CliSettings.Libtorch, Full(libtorch));

        static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
    }

    private static CliSettings FillTiny(CliSettings settings)
    {
        string[] others = [CliSettings.Model, CliSettings.Endpoint, CliSettings.Decoder, CliSettings.Weights, CliSettings.WeightsCache, CliSettings.Libtorch];
        return others.FirstOrDefault(name => settings[name] is not null) is { } given
            ? throw new UsageException($"--provider tiny is the one model that comes with the tool; --{given} is not for it. --provider local runs a model of yours.")
            : settings;
    }

    private static string DecoderOf(CliSettings settings) => settings[CliSettings.Decoder] ?? LocalModelArguments.Managed;

    private static void UseLocal(ILongWriterBuilder builder, CliSettings settings, CliEnvironment environment)
    {
        builder.Services.AddSingleton<ILoggerFactory>(new ModelLog(environment.Error));
        var format = LocalModelArguments.FormatOf(settings[CliSettings.Weights]) ?? WeightFormat.BFloat16;
        if (DecoderOf(settings) == LocalModelArguments.TorchSharp)
            builder.UseTorchSharp(settings[CliSettings.Model]!, o => (o.Model.Weights, o.Runtime.NativeFolder) = (format, LocalModelArguments.LibtorchOf(settings[CliSettings.Libtorch], LocalModelArguments.TorchSharp, environment)));
        else
            builder.UseLocalModel(settings[CliSettings.Model]!, o => (o.Weights, o.QuantizedCache) = (format, settings[CliSettings.WeightsCache]));
    }

    private static Uri? Endpoint(CliSettings settings) => settings[CliSettings.Endpoint] is { } endpoint ? new Uri(endpoint) : null;

    private static SimulatedChatClient Simulate(CliSettings settings, TimeProvider time)
    {
        var (bias, noise) = (settings.Double(CliSettings.SimBias, 1), settings.Double(CliSettings.SimNoise, 0));
        var options = new SimulatedWriterOptions
        {
            Bias = bias,
            Noise = noise,
            UpdateDelay = TimeSpan.FromMilliseconds(settings.Double(CliSettings.SimLatency, 0)),
            TimeProvider = time,
            // Another bias is another writer: in the model's name a resumed run sees the difference.
            ModelId = string.Create(CultureInfo.InvariantCulture, $"{settings[CliSettings.Model] ?? "simulated"}:bias={bias},noise={noise}"),
        };
        // Asked whether a task needs a long text, it takes every one: 'dataset build' can be tried without a model.
        options.Responders.Add(static request => request.Prompt.Contains("VERDICT: YES - ", StringComparison.Ordinal) ? new("VERDICT: YES - the simulated writer takes every task") : null);
        return new SimulatedChatClient(options);
    }

    /// <summary>Never the simulated writer or the tiny model: who asks for a document wants no placeholders and no invented village.</summary>
    private static string Guess(CliEnvironment environment) =>
        (Set(environment, KeyVariable) ?? Set(environment, "OPENAI_BASE_URL")) is null ? Ollama : OpenAI;

    private static string? Set(CliEnvironment environment, string variable) => environment.Variable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>Ollama's own variable, in the forms that its programs take: an address, a host, a port, or what a server listens on.</summary>
    private static Uri OllamaHost(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return DefaultOllama;

        var hasScheme = value.Contains("://", StringComparison.Ordinal);
        var text = hasScheme ? value : "http://" + (value.StartsWith(':') ? DefaultOllama.Host + value : value);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var host))
            throw new UsageException($"OLLAMA_HOST is '{value}'; write it like {DefaultOllama}, or give --endpoint.");

        var address = new UriBuilder(host) { Host = host.Host == "0.0.0.0" ? DefaultOllama.Host : host.Host };
        if (!hasScheme && host.IsDefaultPort && !text.EndsWith(":80", StringComparison.Ordinal))
            address.Port = DefaultOllama.Port;

        return address.Uri;
    }

    private static async Task<string> FirstModelAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(endpoint.ToString().TrimEnd('/') + "/api/tags"), cancellationToken));
            foreach (var model in answer.RootElement.GetProperty("models").EnumerateArray())
            {
                if (model.GetProperty("name").GetString() is { Length: > 0 } name && !IsForEmbeddings(name, model))
                    return name;
            }

            throw new UsageException($"Ollama at {endpoint} has no models that write texts. Pull one first, or choose another provider with --provider.");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new UsageException(
                $"No Ollama answers at {endpoint}. Start it, set {KeyVariable}, name a server with --provider and --endpoint, or try --provider tiny (a small model that comes with the tool; it knows simple English about an invented village) or --provider simulated (placeholder prose).");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UsageException($"What answers at {endpoint} is no Ollama. Check --endpoint.");
        }
    }
    // Such a model is listed like any other, and cannot write.
    private static bool IsForEmbeddings(string name, JsonElement model) =>
        name.Contains("embed", StringComparison.OrdinalIgnoreCase)
        || (model.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Object
            && details.TryGetProperty("family", out var family) && family.ValueKind == JsonValueKind.String && family.GetString()!.EndsWith("bert", StringComparison.OrdinalIgnoreCase));
}
