using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;

namespace LongWriter;

/// <summary>Makes chat clients for Ollama, for use without dependency injection.</summary>
public static class OllamaWriterClient
{
    /// <summary>
    /// Makes a chat client as <c>UseOllama</c> does: native API, fixed context, no timeout of its own, errors as
    /// <see cref="LongWriterException"/>; it offers <see cref="ModelLimits"/> through <c>GetService</c>.
    /// </summary>
    /// <param name="options">The options. A missing endpoint is read from the environment.</param>
    /// <param name="timeProvider">The clock for Retry-After dates; the system's where <see langword="null"/>.</param>
    /// <returns>The client. Disposing it closes its connections; a <see cref="OllamaWriterOptions.Handler"/> of yours stays open.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is not usable.</exception>
    public static IChatClient Create(OllamaWriterOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Create(options, configuration: null, timeProvider);
    }

    internal static IChatClient Create(OllamaWriterOptions options, IConfiguration? configuration, TimeProvider? timeProvider)
    {
        options.Check();
        var endpoint = OllamaHost.Of(options, configuration);
        var errors = new OllamaErrors(endpoint, options.Model, options.ContextTokens);
        var handler = new OllamaHandler(options.Handler ?? CheckedHandler.MakeInner(), timeProvider ?? TimeProvider.System, errors);
        var http = CheckedHandler.MakeClient(handler, ownsInner: options.Handler is null);
        http.BaseAddress = endpoint;
        return new OllamaChatAdapter(new OllamaTransport(http, options.Model), errors, options.ContextTokens, options.KeepAlive, http);
    }
}
