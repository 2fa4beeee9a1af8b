using Microsoft.Extensions.Options;

namespace LongWriter;

/// <summary>How a writer talks to Ollama.</summary>
public sealed class OllamaWriterOptions
{
    /// <summary>The model's name, as <c>ollama list</c> shows it.</summary>
    /// <value>No default; it has to be set.</value>
    public string Model { get; set; } = "";

    /// <summary>
    /// The server's address. <see langword="null"/>: <c>Ollama:Endpoint</c> of the app's configuration, else the environment variable
    /// <c>OLLAMA_HOST</c> in any form that Ollama takes, else <c>http://localhost:11434</c>.
    /// </summary>
    /// <value>Default <see langword="null"/>.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// The context in tokens (<c>num_ctx</c>), prompt and answer together, sent with every call. It is fixed: another value in a call's
    /// own options is not used, since the server would load the model anew and cut a longer prompt without a word. The server's memory
    /// grows with it. The writer plans its prompts by it; set it to what the model was trained for and the server's memory holds.
    /// </summary>
    /// <value>Default 16,384: a document of about 9,000 words with all of its text in sight.</value>
    public int ContextTokens { get; set; } = 16_384;

    /// <summary>How long the server keeps the model in memory after a call; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</summary>
    /// <value>Default <see langword="null"/>: the server's own setting, mostly 5 minutes.</value>
    public TimeSpan? KeepAlive { get; set; }

    /// <summary>What sends the requests, for proxies, certificates and tests. The caller owns it; timeouts stay off, the writer's watchdogs decide.</summary>
    /// <value>Default <see langword="null"/>: a handler of its own.</value>
    public HttpMessageHandler? Handler { get; set; }

    /// <summary>Reads an environment variable.</summary>
    internal Func<string, string?> ReadEnvironment { get; set; } = Environment.GetEnvironmentVariable;

    /// <summary>Throws where an option is not usable.</summary>
    internal void Check()
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(Model))
            failures.Add($"{nameof(Model)} is empty; give a name that 'ollama list' shows, for example UseOllama(\"llama3.1\").");
        if (Endpoint is not null && !OllamaHost.IsUsable(Endpoint))
            failures.Add($"{nameof(Endpoint)} is '{Endpoint}'; it has to be an absolute http or https address, for example http://localhost:11434.");
        if (ContextTokens is < 512 or > 16_777_216)
            failures.Add($"{nameof(ContextTokens)} is {ContextTokens}; it has to be from 512 to 16,777,216.");
        if (KeepAlive is { } keep && keep != Timeout.InfiniteTimeSpan && (keep < TimeSpan.Zero || keep > TimeSpan.FromDays(365)))
            failures.Add($"{nameof(KeepAlive)} is {keep}; it has to be from zero to 365 days, or Timeout.InfiniteTimeSpan.");

        if (failures.Count > 0)
            throw new OptionsValidationException(nameof(OllamaWriterOptions), typeof(OllamaWriterOptions), failures);
    }
}
