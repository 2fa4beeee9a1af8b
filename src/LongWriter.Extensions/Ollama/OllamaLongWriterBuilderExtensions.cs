using LongWriter;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a writer use Ollama.</summary>
public static class OllamaLongWriterBuilderExtensions
{
    /// <summary>Uses a model of Ollama, through its native API. The app's own chat client is not touched.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="model">The model's name, as <c>ollama list</c> shows it.</param>
    /// <param name="endpoint">The server's address; where <see langword="null"/> <c>Ollama:Endpoint</c> of the configuration, else <c>OLLAMA_HOST</c>, else <c>http://localhost:11434</c>.</param>
    /// <param name="configure">Sets further options.</param>
    /// <param name="role">One of <see cref="WritingRoles"/>, or <see langword="null"/> for all roles without a client of their own.</param>
    /// <exception cref="Options.OptionsValidationException">An option is not usable.</exception>
    public static ILongWriterBuilder UseOllama(
        this ILongWriterBuilder builder, string model, Uri? endpoint = null, Action<OllamaWriterOptions>? configure = null, string? role = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new OllamaWriterOptions { Model = model, Endpoint = endpoint };
        configure?.Invoke(options);
        options.Check();
        return builder.UseChatClient(
            services => OllamaWriterClient.Create(options, services.GetService<IConfiguration>(), services.GetService<TimeProvider>()),
            role);
    }
}
