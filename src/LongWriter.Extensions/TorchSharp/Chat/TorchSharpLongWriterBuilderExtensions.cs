using LongWriter;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a writer use a model in this process, run by libtorch.</summary>
public static class TorchSharpLongWriterBuilderExtensions
{
    /// <summary>Uses a model in this process, run by libtorch. It is loaded when the writer first needs it. The app references the native package of its platform, for example <c>libtorch-cpu-linux-x64</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">A folder as published on Hugging Face (config.json, *.safetensors, its tokenizer), or a <c>.gguf</c> file.</param>
    /// <param name="configure">Sets further options.</param>
    /// <param name="role">One of <see cref="WritingRoles"/>, or <see langword="null"/> for all roles without a client of their own.</param>
    /// <exception cref="Options.OptionsValidationException">An option is not usable.</exception>
    public static ILongWriterBuilder UseTorchSharp(this ILongWriterBuilder builder, string path, Action<TorchModelOptions>? configure = null, string? role = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var options = new TorchModelOptions();
        configure?.Invoke(options);
        return builder.UseChatClient(
            services => TorchChatClient.Load(path, options, services.GetService<TimeProvider>(), services.GetService<ILoggerFactory>()),
            role);
    }
}
