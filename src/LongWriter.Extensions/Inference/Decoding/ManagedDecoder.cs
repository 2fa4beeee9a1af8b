using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LongWriter;

/// <summary>Runs a model in managed code alone, on the CPU's widest vector registers and on threads that stay. Fastest for single rows, where the speed of memory decides.</summary>
/// <remarks>
/// The logits of a token are the same to the bit however its text came in: whole or in chunks, alone or in a batch, in a fork, or again after
/// <see cref="IDecoderSequence.Truncate"/>. So a text that is continued from reused tokens goes on as if it had been computed anew.
/// </remarks>
public sealed unsafe class ManagedDecoder : IDecoder
{
    private readonly DecoderWeights _weights;
    private readonly DecoderPass _single;
    private readonly KeyValueLayout _cache;
    private readonly ThreadTeam _team;
    private readonly DecoderKernels _kernels;
    private readonly int _maxRows;
    private DecoderPass? _many;
    private long _passes;
    private bool _disposed;

    private ManagedDecoder(DecoderWeights weights, ModelConfig config, ManagedDecoderOptions options)
    {
        (_weights, Config, _maxRows) = (weights, config, options.MaxRows);
        _cache = new(config, options.KeyValuesHeld);
        _kernels = DecoderKernels.For(options.Vectors);
        _team = new(options.Threads, "LongWriter decoder");
        _single = new(weights, config, _kernels, _team, _cache, 1);
        Info = new("managed", options.Weights, options.Threads, weights.Bytes, _cache.Bytes / AttentionTask.BlockTokens, DecoderCost.BytesReadPerToken(weights));
    }

    /// <inheritdoc/>
    public ModelConfig Config { get; }

    /// <inheritdoc/>
    public DecoderInfo Info { get; }

    /// <summary>Reads a checkpoint into memory; the source is not needed afterwards.</summary>
    /// <param name="weights">The checkpoint.</param>
    /// <param name="options">How to hold and run it; <see langword="null"/> for the defaults.</param>
    /// <param name="logger">Told of what <see cref="ManagedDecoderOptions.QuantizedCache"/> is used for.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <returns>The decoder; dispose it to give the memory back.</returns>
    /// <exception cref="LongWriterException">A tensor is not usable (<see cref="LongWriterError.InvalidModel"/>), or memory is short (<see cref="LongWriterError.InsufficientMemory"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static ManagedDecoder Load(ModelWeights weights, ManagedDecoderOptions? options = null, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options.Threads));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRows, 1, nameof(options.MaxRows));
        if (!Enum.IsDefined(options.Weights) || !Enum.IsDefined(options.KeyValuesHeld))
            throw new ArgumentOutOfRangeException(nameof(options), $"{options.Weights} weights with {options.KeyValuesHeld} keys and values are not known.");

        var cache = options is { QuantizedCache: { } folder, Weights: WeightFormat.Int8 } ? WeightCache.Open(folder, weights, options.Threads, logger ?? NullLogger.Instance) : null;
        var held = new DecoderWeights(weights, options.Weights, options.Threads, cache, cancellationToken);
        try
        {
            return new(held, weights.Config, options);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IDecoderSequence CreateSequence()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new ManagedSequence(this, _cache.Bytes);
    }

    /// <inheritdoc/>
    public void Forward(IReadOnlyList<SequenceChunk> batch, Span<float> logits)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(batch);
        var rows = Validate(batch, logits.Length);
        for (var i = 0; i < batch.Count; i++)
            ((ManagedSequence)batch[i].Sequence).Reserve(batch[i].Tokens.Length);

        fixed (float* output = logits)
            Compute(batch, output, rows == 1 ? _single : _many ??= new(_weights, Config, _kernels, _team, _cache, _maxRows));

        for (var i = 0; i < batch.Count; i++)
            ((ManagedSequence)batch[i].Sequence).Commit(batch[i].Tokens.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        _team.Dispose();
        _single.Dispose();
        _many?.Dispose();
        _weights.Dispose();
    }

    private void Compute(IReadOnlyList<SequenceChunk> batch, float* logits, DecoderPass pass)
    {
        var logitRow = 0;
        pass.Clear();
        for (var i = 0; i < batch.Count; i++)
        {
            var sequence = (ManagedSequence)batch[i].Sequence;
            var tokens = batch[i].Tokens.Span;
            for (var t = 0; t < tokens.Length; t++)
            {
                var wanted = batch[i].Logits == LogitRows.All || batch[i].Logits == LogitRows.Last && t == tokens.Length - 1;
                pass.Add(new(tokens[t], sequence.Length + t, sequence, wanted ? logitRow++ : -1), logits);
                if (pass.IsFull)
                {
                    pass.Execute();
                    pass.Clear();
                }
            }
        }

        if (!pass.IsEmpty)
            pass.Execute();
    }

    // Nothing has changed when this throws. Returns how many tokens there are.
    private long Validate(IReadOnlyList<SequenceChunk> batch, int room)
    {
        _passes++;
        var (rows, logits) = (0L, 0L);
        for (var i = 0; i < batch.Count; i++)
        {
            var chunk = batch[i];
            if (chunk.Sequence is not ManagedSequence sequence || sequence.Owner != this)
                throw new ArgumentException($"The sequence of chunk {i} is not one of this decoder.", nameof(batch));

            ObjectDisposedException.ThrowIf(sequence.IsDisposed, sequence);
            if (sequence.LastPass == _passes)
                throw new ArgumentException($"The sequence of chunk {i} stands twice in the batch; append its tokens as one chunk.", nameof(batch));
            if (chunk.Tokens.IsEmpty)
                throw new ArgumentException($"Chunk {i} has no tokens.", nameof(batch));

            sequence.LastPass = _passes;
            ChunkTokens.Check(Config, sequence.Length, chunk.Tokens.Span);
            rows += chunk.Tokens.Length;
            logits += chunk.LogitRowCount;
        }

        if (rows == 0)
            throw new ArgumentException("The batch is empty.", nameof(batch));
        if (logits * Config.VocabularySize > room)
            throw new ArgumentException($"{logits} rows of logits are asked for, {logits * Config.VocabularySize:N0} numbers; there is room for {room:N0}.", nameof(logits));

        return rows;
    }
}
