using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using OpenAI;
using OpenAI.Chat;

namespace LongWriter;

/// <summary>Makes chat clients for OpenAI and compatible servers, for use without dependency injection.</summary>
public static class OpenAIWriterClient
{
    /// <summary>
    /// Makes a chat client as <c>UseOpenAI</c> does: no retries and no timeouts of its own, errors as <see cref="LongWriterException"/>,
    /// usage in streams, the output cap in the fields that the server reads.
    /// </summary>
    /// <param name="options">The options. A missing key or endpoint is read from the environment.</param>
    /// <param name="timeProvider">The clock for Retry-After dates; the system's where <see langword="null"/>.</param>
    /// <returns>The client. Disposing it closes its connections; a <see cref="OpenAIWriterOptions.Handler"/> of yours stays open.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is not usable.</exception>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.Authentication"/>: there is no key for OpenAI's own API.</exception>
    public static IChatClient Create(OpenAIWriterOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Create(options, configuration: null, timeProvider);
    }

    internal static IChatClient Create(OpenAIWriterOptions options, IConfiguration? configuration, TimeProvider? timeProvider)
    {
        var connection = OpenAIConnection.Of(options, configuration);
        var errors = new OpenAIErrors(connection, options.Model);
        var handler = new OpenAIHandler(options.Handler ?? CheckedHandler.MakeInner(), timeProvider ?? TimeProvider.System, errors);
        var http = CheckedHandler.MakeClient(handler, ownsInner: options.Handler is null);
        var sdk = new ChatClient(options.Model, new ApiKeyCredential(connection.Key), new OpenAIClientOptions
        {
            Endpoint = connection.Endpoint,
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            Transport = new HttpClientPipelineTransport(http),
        });
        return new OpenAIChatAdapter(sdk.AsIChatClient(), new RequestShape(connection.CapField, options.FlattenContent), errors, http);
    }
}
