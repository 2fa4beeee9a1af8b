using Microsoft.Extensions.Configuration;

namespace LongWriter;

/// <summary>Where the requests go, with which key and cap field: the options, else the configuration, else the environment.</summary>
internal sealed class OpenAIConnection
{
    /// <summary>Sent to servers that ask for no key; the SDK always sends one.</summary>
    private const string Placeholder = "none";

    private static readonly Uri OwnEndpoint = new("https://api.openai.com/v1");

    private OpenAIConnection(Uri endpoint, string key, OutputCapField capField)
    {
        Endpoint = endpoint;
        Key = key;
        CapField = capField;
    }

    public Uri Endpoint { get; }

    public string Key { get; }

    public OutputCapField CapField { get; }

    /// <summary>Finds the connection.</summary>
    /// <exception cref="LongWriterException">There is no key for OpenAI's own API, or a key or address found outside the options is not usable.</exception>
    public static OpenAIConnection Of(OpenAIWriterOptions options, IConfiguration? configuration)
    {
        options.Check();
        var endpoint = options.Endpoint ?? FindEndpoint(options, configuration);
        var key = options.ApiKey ?? Find("OpenAI:ApiKey", "OPENAI_API_KEY", options, configuration);
        if (key is null)
        {
            key = !IsOpenAI(endpoint)
                ? Placeholder
                : throw new LongWriterException(
                    LongWriterError.Authentication,
                    "There is no API key for OpenAI. Set the environment variable OPENAI_API_KEY, or OpenAI:ApiKey in the configuration, or pass it to UseOpenAI. For a server of your own pass its endpoint.");
        }
        else if (!IsUsableKey(key))
        {
            throw new LongWriterException(
                LongWriterError.Authentication,
                "The API key has blanks or characters that no HTTP header takes. Copy it again into OPENAI_API_KEY or OpenAI:ApiKey, without quotes and line ends.");
        }

        return new OpenAIConnection(endpoint, key, options.OutputCapField ?? (IsOpenAI(endpoint) ? OutputCapField.MaxCompletionTokens : OutputCapField.Both));
    }

    public static bool IsUsable(Uri endpoint) => endpoint.IsAbsoluteUri && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps);

    public static bool IsUsableKey(string key) => key.Length > 0 && key.All(static c => c is > ' ' and < '\u007f');

    /// <summary>The text without the key, should a server repeat it.</summary>
    public string Redact(string text) => Key == Placeholder ? text : text.Replace(Key, "***", StringComparison.OrdinalIgnoreCase);

    private static bool IsOpenAI(Uri endpoint) => IsIn(endpoint.Host, "openai.com") || IsIn(endpoint.Host, "openai.azure.com");

    private static bool IsIn(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.');

    private static Uri FindEndpoint(OpenAIWriterOptions options, IConfiguration? configuration)
    {
        if (Find("OpenAI:Endpoint", "OPENAI_BASE_URL", options, configuration) is not { } text)
            return OwnEndpoint;

        return Uri.TryCreate(text, UriKind.Absolute, out var found) && IsUsable(found)
            ? found
            : throw new LongWriterException(
                LongWriterError.InvalidRequest,
                $"The endpoint '{text}' from OpenAI:Endpoint or OPENAI_BASE_URL is no absolute http or https address; write it like http://localhost:8000/v1.");
    }

    private static string? Find(string setting, string variable, OpenAIWriterOptions options, IConfiguration? configuration)
    {
        var value = configuration?[setting];
        if (string.IsNullOrWhiteSpace(value))
            value = options.ReadEnvironment(variable);

        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }
}
