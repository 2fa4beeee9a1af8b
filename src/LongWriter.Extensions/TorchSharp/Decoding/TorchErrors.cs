using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Turns what libtorch throws when memory is short into an error that says so.</summary>
internal static class TorchErrors
{
    public static bool IsMemory(ExternalException error) =>
        error.Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    public static LongWriterException Memory(string what, ExternalException error) =>
        new(LongWriterError.InsufficientMemory, $"There is not enough memory for {what}. Take smaller weights ({nameof(TorchDecoderOptions)}.{nameof(TorchDecoderOptions.Weights)}), a smaller model or fewer and shorter sequences.", error);
}
