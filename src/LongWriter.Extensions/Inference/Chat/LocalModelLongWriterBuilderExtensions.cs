using LongWriter;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a writer use a model in this process.</summary>
public static class LocalModelLongWriterBuilderExtensions
{
    /// <summary>Uses a model in this process, all in managed code. It is loaded when the writer first needs it. The app's own chat client is not touched.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">A folder as published on Hugging Face (config.json, *.safetensors, its tokenizer), or a <c>.gguf</c> file.</param>
    /// <param name="configure">Sets further options.</param>
    /// <param name="role">One of <see cref="WritingRoles"/>, or <see langword="null"/> for all roles without a client of their own.</param>
    /// <exception cref="Options.OptionsValidationException">An option is not usable.</exception>
    public static ILongWriterBuilder UseLocalModel(this ILongWriterBuilder builder, string path, Action<LocalModelOptions>? configure = null, string? role = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var options = new LocalModelOptions();
        configure?.Invoke(options);
        options.Check();
        return builder.UseChatClient(services => LocalChatClient.Load(path, options, timeProvider: services.GetService<TimeProvider>(), loggers: services.GetService<ILoggerFactory>()), role);
    }
}
