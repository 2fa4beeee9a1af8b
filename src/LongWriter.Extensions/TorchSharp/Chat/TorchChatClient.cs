using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>Makes chat clients that run on libtorch.</summary>
public static class TorchChatClient
{
    /// <summary>Loads a model and makes a chat client of it.</summary>
    /// <param name="path">A folder as published on Hugging Face, or a <c>.gguf</c> file.</param>
    /// <param name="options">How it is loaded and run.</param>
    /// <param name="timeProvider">The clock of the answers' dates; the system's where <see langword="null"/>.</param>
    /// <param name="loggers">Where loading the native library is logged.</param>
    /// <exception cref="LongWriterException">The files are not usable (<see cref="LongWriterError.InvalidModel"/>), the model is larger than the memory (<see cref="LongWriterError.InsufficientMemory"/>), or libtorch is missing or does not load (<see cref="LongWriterError.BackendUnavailable"/>).</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is not usable.</exception>
    public static LocalChatClient Load(string path, TorchModelOptions? options = null, TimeProvider? timeProvider = null, ILoggerFactory? loggers = null)
    {
        options ??= new();
        return LocalChatClient.Load(
            path,
            options.Model,
            (weights, model) => new TorchDecoder(
                weights,
                new TorchDecoderOptions { Weights = model.Weights, Threads = model.Threads, Device = options.Device, Runtime = options.Runtime },
                loggers?.CreateLogger(typeof(TorchChatClient))),
            timeProvider);
    }
}
