using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace LongWriter;

/// <summary>Finds the server: the options, else the configuration, else <c>OLLAMA_HOST</c>, else the default port of this machine.</summary>
internal static class OllamaHost
{
    private const int DefaultPort = 11434;

    public static Uri Of(OllamaWriterOptions options, IConfiguration? configuration)
    {
        if (options.Endpoint is { } given)
            return AsBase(given);

        var text = configuration?["Ollama:Endpoint"];
        if (string.IsNullOrWhiteSpace(text))
            text = options.ReadEnvironment("OLLAMA_HOST");

        return string.IsNullOrWhiteSpace(text)
            ? new Uri($"http://localhost:{DefaultPort}/")
            : Parse(text.Trim().Trim('"', '\''))
                ?? throw new LongWriterException(
                    LongWriterError.InvalidRequest, $"The address '{text}' from Ollama:Endpoint or OLLAMA_HOST is not usable; write it like http://localhost:11434.");
    }

    public static bool IsUsable(Uri endpoint) => endpoint.IsAbsoluteUri && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps);

    /// <summary>Reads the forms that Ollama's own programs take: with or without scheme, port and path, or a port alone.</summary>
    internal static Uri? Parse(string text)
    {
        var hasScheme = text.Contains("://", StringComparison.Ordinal);
        if (!hasScheme)
            text = "http://" + (text.StartsWith(':') ? "localhost" + text : text);

        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || !IsUsable(parsed) || parsed.Host.Length == 0)
            return null;

        var address = new UriBuilder(parsed);
        // Without a scheme Ollama means its own port, with one the scheme's.
        if (!hasScheme && parsed.IsDefaultPort && !EndsWithPort(parsed, text))
            address.Port = DefaultPort;

        // The address that a server listens on, meaning all, is none to connect to.
        address.Host = parsed.Host switch
        {
            "0.0.0.0" => "127.0.0.1",
            "[::]" => "[::1]",
            var host => host,
        };
        return AsBase(address.Uri);
    }

    private static bool EndsWithPort(Uri parsed, string text) =>
        text.Contains(string.Create(CultureInfo.InvariantCulture, $"{parsed.Host}:{parsed.Port}"), StringComparison.OrdinalIgnoreCase);

    // Relative addresses need the slash, or the last part of the path would be replaced.
    private static Uri AsBase(Uri endpoint)
    {
        var builder = new UriBuilder(endpoint) { Query = "", Fragment = "" };
        if (!builder.Path.EndsWith('/'))
            builder.Path += "/";

        return builder.Uri;
    }
}
