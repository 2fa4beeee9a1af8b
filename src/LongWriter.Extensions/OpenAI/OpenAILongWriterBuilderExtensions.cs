using LongWriter;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a writer use OpenAI and compatible servers.</summary>
public static class OpenAILongWriterBuilderExtensions
{
    /// <summary>Uses a model of OpenAI, or of any server with its protocol. The app's own chat client is not touched.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="apiKey">The key; where <see langword="null"/> <c>OpenAI:ApiKey</c> of the configuration, else <c>OPENAI_API_KEY</c>. Servers other than OpenAI's need none.</param>
    /// <param name="endpoint">The API's address, for most servers with <c>/v1</c>; where <see langword="null"/> <c>OpenAI:Endpoint</c> of the configuration, else <c>OPENAI_BASE_URL</c>, else OpenAI's own.</param>
    /// <param name="configure">Sets further options.</param>
    /// <param name="role">One of <see cref="WritingRoles"/>, or <see langword="null"/> for all roles without a client of their own.</param>
    /// <exception cref="Options.OptionsValidationException">An option is not usable.</exception>
    public static ILongWriterBuilder UseOpenAI(
        this ILongWriterBuilder builder, string model, string? apiKey = null, Uri? endpoint = null, Action<OpenAIWriterOptions>? configure = null, string? role = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new OpenAIWriterOptions { Model = model, ApiKey = apiKey, Endpoint = endpoint };
        configure?.Invoke(options);
        options.Check();
        return builder.UseChatClient(
            services => OpenAIWriterClient.Create(options, services.GetService<IConfiguration>(), services.GetService<TimeProvider>()),
            role);
    }
}
