namespace LongWriter;

/// <summary>How a model is loaded and run by libtorch.</summary>
public sealed class TorchModelOptions
{
    /// <summary>Weights, memory, template and sampling, as with the managed decoder.</summary>
    public LocalModelOptions Model { get; } = new();

    /// <inheritdoc cref="TorchDecoderOptions.Device"/>
    public string Device { get; set; } = "cpu";

    /// <inheritdoc cref="TorchDecoderOptions.Runtime"/>
    public TorchRuntimeOptions Runtime { get; set; } = new();
}
