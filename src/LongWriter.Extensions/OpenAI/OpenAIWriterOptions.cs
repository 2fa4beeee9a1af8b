using Microsoft.Extensions.Options;

namespace LongWriter;

/// <summary>How a writer talks to OpenAI or to a server that speaks its protocol.</summary>
public sealed class OpenAIWriterOptions
{
    /// <summary>The model's name, as the server knows it.</summary>
    /// <value>No default; it has to be set.</value>
    public string Model { get; set; } = "";

    /// <summary>
    /// The API key. <see langword="null"/>: <c>OpenAI:ApiKey</c> of the app's configuration, else the environment variable
    /// <c>OPENAI_API_KEY</c>. Servers other than OpenAI's get a placeholder where there is none.
    /// </summary>
    /// <value>Default <see langword="null"/>.</value>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The address of the API, for most servers with <c>/v1</c> at its end. <see langword="null"/>: <c>OpenAI:Endpoint</c> of the
    /// app's configuration, else the environment variable <c>OPENAI_BASE_URL</c>, else OpenAI's own.
    /// </summary>
    /// <value>Default <see langword="null"/>.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>The field that carries the output cap.</summary>
    /// <value>Default <see langword="null"/>: <see cref="OutputCapField.MaxCompletionTokens"/> for OpenAI and Azure OpenAI, <see cref="OutputCapField.Both"/> elsewhere.</value>
    public OutputCapField? OutputCapField { get; set; }

    /// <summary>Whether a message of several texts is sent as one string, which every server takes, instead of as a content array.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool FlattenContent { get; set; } = true;

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
            failures.Add($"{nameof(Model)} is empty; give the model's name, for example UseOpenAI(\"gpt-4o\").");
        if (Endpoint is not null && !OpenAIConnection.IsUsable(Endpoint))
            failures.Add($"{nameof(Endpoint)} is '{Endpoint}'; it has to be an absolute http or https address, for example http://localhost:8000/v1.");
        if (OutputCapField is { } field && !Enum.IsDefined(field))
            failures.Add($"{nameof(OutputCapField)} is {(int)field}; use one of {string.Join(", ", Enum.GetNames<OutputCapField>())}.");
        // Never with the value: it is a secret, though a mistyped one.
        if (ApiKey is not null && !OpenAIConnection.IsUsableKey(ApiKey))
            failures.Add($"{nameof(ApiKey)} is empty or has blanks or characters that no HTTP header takes; copy the key again, without quotes and line ends.");

        if (failures.Count > 0)
            throw new OptionsValidationException(nameof(OpenAIWriterOptions), typeof(OpenAIWriterOptions), failures);
    }
}
