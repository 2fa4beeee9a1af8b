using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>Runs a model on libtorch: many sequences at once, long prompts, GPUs. All rows of a batch go through each matrix together; attention is computed for each sequence apart.</summary>
/// <remarks>For one sequence at a time on a CPU the managed decoder is faster. Tensors that a caller's own dispose scope holds are not touched.</remarks>
public sealed class TorchDecoder : IDecoder
{
    private const int MostRows = 1024;
    private readonly TorchModel _model;
    private readonly RotaryTable _rotary;
    private readonly TorchForward _forward;
    private readonly ScalarType _type;
    private readonly Device _device;
    private bool _disposed;

    /// <summary>Loads libtorch where it is not yet, and reads a model's weights.</summary>
    /// <param name="weights">The checkpoint; not needed any more afterwards.</param>
    /// <param name="options">How it runs; <see langword="null"/> for the defaults.</param>
    /// <param name="logger">Told what was loaded.</param>
    /// <exception cref="LongWriterException">libtorch does not load, or has no such device (<see cref="LongWriterError.BackendUnavailable"/>); the device's name means nothing (<see cref="LongWriterError.InvalidRequest"/>); the weights are not usable (<see cref="LongWriterError.InvalidModel"/>) or do not fit into memory (<see cref="LongWriterError.InsufficientMemory"/>).</exception>
    public TorchDecoder(ModelWeights weights, TorchDecoderOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        options ??= new();
        if (options.Threads is { } threads)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads, $"{nameof(options)}.{nameof(options.Threads)}");

        TorchRuntime.EnsureLoaded(options.Runtime, logger);
        _device = TorchDevice.Parse(options.Device);
        if (options.Threads is { } count)
            set_num_threads(count);

        Config = weights.Config;
        _type = options.Weights == WeightFormat.Float32 ? ScalarType.Float32 : ScalarType.BFloat16;
        _model = new TorchModelReader(weights, options.Weights, _device).Read();
        _rotary = new(Config, _device);
        _forward = new(Config, _model, _rotary, _type, _device);
        var perToken = 2L * Config.LayerCount * Config.KeyValueSize * (_type == ScalarType.Float32 ? 4 : 2);
        Info = new("torchsharp", options.Weights, get_num_threads(), _model.Bytes, perToken, _model.BytesReadPerToken);
    }

    /// <inheritdoc/>
    public ModelConfig Config { get; }

    /// <inheritdoc/>
    public DecoderInfo Info { get; }

    /// <inheritdoc/>
    public IDecoderSequence CreateSequence()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new TorchSequence(this, _type, _device);
    }

    /// <inheritdoc/>
    public void Forward(IReadOnlyList<SequenceChunk> batch, Span<float> logits)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        TorchBatchCheck.Check(this, batch, logits.Length);
        // Each thread has a number of its own.
        if (get_num_threads() != Info.Threads)
            set_num_threads(Info.Threads);

        foreach (var chunk in batch)
            ((TorchSequence)chunk.Sequence).Reserve(chunk.Tokens.Length);

        try
        {
            foreach (var step in TorchStep.Cut(batch, MostRows))
                logits = logits[_forward.Run(step, logits)..];
        }
        catch (ExternalException error) when (TorchErrors.IsMemory(error))
        {
            throw TorchErrors.Memory("a batch", error);
        }

        foreach (var chunk in batch)
            ((TorchSequence)chunk.Sequence).Advance(chunk.Tokens.Length);
    }

    /// <summary>Frees the weights. Sequences free their own memory when they are disposed.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        _model.Dispose();
        _rotary.Dispose();
    }
}
