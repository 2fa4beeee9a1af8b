using Microsoft.Extensions.Logging;

namespace LongWriter;

public sealed partial class LocalChatClient
{
    /// <summary>Loads a model and makes a chat client of it.</summary>
    /// <param name="path">A folder as published on Hugging Face, or a <c>.gguf</c> file.</param>
    /// <param name="options">How it is loaded and run.</param>
    /// <param name="decoder">Makes the decoder; a <see cref="ManagedDecoder"/> where <see langword="null"/>.</param>
    /// <param name="timeProvider">The clock of the answers' dates; the system's where <see langword="null"/>.</param>
    /// <param name="loggers">Where the managed decoder logs what it does with <see cref="LocalModelOptions.QuantizedCache"/>.</param>
    /// <exception cref="LongWriterException">The files are not usable (<see cref="LongWriterError.InvalidModel"/>), or the model is larger than the memory (<see cref="LongWriterError.InsufficientMemory"/>); nothing was loaded then.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is not usable.</exception>
    public static LocalChatClient Load(
        string path, LocalModelOptions? options = null, Func<ModelWeights, LocalModelOptions, IDecoder>? decoder = null, TimeProvider? timeProvider = null, ILoggerFactory? loggers = null)
    {
        options ??= new();
        using var model = LocalModel.Open(path, options);
        // What fails cheaply fails first.
        _ = model.Template.StopTokens(model.Tokenizer);
        model.EnsureFits();
        var loaded = decoder is null ? Managed(model.Weights, options, loggers) : decoder(model.Weights, options);
        try
        {
            return model.CreateClient(loaded, timeProvider);
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    private static ManagedDecoder Managed(ModelWeights weights, LocalModelOptions options, ILoggerFactory? loggers) =>
        ManagedDecoder.Load(weights, options.ForDecoder(), loggers?.CreateLogger<ManagedDecoder>());
}
