using System.Security.Cryptography;

namespace LongWriter;

/// <summary>
/// Runs a decoder for many callers: token ids in, token ids out. Requests share one batch that rows enter and leave at any token; what
/// requests have in common at their beginning is computed once; one thread of its own drives the decoder. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A request's tokens do not hang on what else runs, as far as the decoder's logits do not: kernels may round a batch of one row
/// otherwise than one of many.
/// </remarks>
public sealed class GenerationEngine : IAsyncDisposable, IDisposable
{
    private readonly GenerationInbox _inbox = new();
    private readonly GenerationLoop _loop;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _seeding = new();
    private ulong _seeds;
    private volatile bool _disposed;

    /// <summary>Takes over a decoder.</summary>
    /// <param name="decoder">The decoder; from now on the engine's alone, which disposes of it.</param>
    /// <param name="options">The options; copied.</param>
    /// <param name="timeProvider">The clock that steps are timed by; the system's where <see langword="null"/>.</param>
    /// <exception cref="LongWriterException">An option is not usable (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public GenerationEngine(IDecoder decoder, GenerationEngineOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        var own = (options ?? new()).Checked(decoder.Config);
        Decoder = decoder;
        ContextLength = own.ContextLength ?? decoder.Config.ContextLength;
        _seeds = own.Seed is { } seed ? unchecked((ulong)seed) : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        _loop = new(decoder, own, _inbox, timeProvider ?? TimeProvider.System);
        _thread = new(Run) { IsBackground = true, Name = "LongWriter generation" };
        _thread.Start();
    }

    /// <summary>The decoder, for its <see cref="IDecoder.Config"/> and <see cref="IDecoder.Info"/>; nothing else of it may be called while the engine has it.</summary>
    public IDecoder Decoder { get; }

    /// <summary>The context in tokens, prompt and answer together, that a request may use.</summary>
    public int ContextLength { get; }

    /// <summary>What it has done and holds.</summary>
    public GenerationStatistics Statistics => _loop.Statistics;

    /// <summary>Starts an answer. It runs whether it is read or not; read it, or end it with <see cref="Generation.Cancel"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the answer.</param>
    /// <exception cref="LongWriterException">The request is not usable (<see cref="LongWriterError.InvalidRequest"/>), its prompt does not fit (<see cref="LongWriterError.ContextOverflow"/>), or the decoder has become unusable earlier (<see cref="LongWriterError.BackendUnavailable"/>).</exception>
    /// <exception cref="ObjectDisposedException">The engine has been disposed of.</exception>
    public Generation Start(GenerationRequest request, CancellationToken cancellationToken = default) => Start(request, 1, cancellationToken)[0];

    /// <summary>Starts several answers to one prompt, which is computed once.</summary>
    /// <param name="request">The request. Where it has a seed, answer number i is that of a single request with the seed plus i.</param>
    /// <param name="samples">How many, at least 1.</param>
    /// <param name="cancellationToken">Ends the answers.</param>
    /// <exception cref="LongWriterException">As for one answer.</exception>
    /// <exception cref="ObjectDisposedException">The engine has been disposed of.</exception>
    public IReadOnlyList<Generation> Start(GenerationRequest request, int samples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ObjectDisposedException.ThrowIf(_disposed, this);
        request.Check(Decoder.Config, ContextLength);
        cancellationToken.ThrowIfCancellationRequested();
        var first = request.Sampling.Seed ?? NextSeed();
        var rows = new GenerationRow[samples];
        for (var i = 0; i < samples; i++)
            rows[i] = new(request, Decoder.Config, ContextLength, new(unchecked(first + i), _inbox.Wake), cancellationToken);

        if (!_inbox.TryAdd(rows))
        {
            var broken = _loop.Broken;
            foreach (var row in rows)
                row.Complete(row.Result(GenerationFinish.Cancelled));

            ObjectDisposedException.ThrowIf(_disposed, this);
            throw new LongWriterException(LongWriterError.BackendUnavailable, broken?.Message ?? "The engine has stopped.", broken);
        }

        return Array.ConvertAll(rows, static row => row.Handle);
    }

    /// <summary>Ends every answer with an error, waits for the step that runs, and disposes of the decoder.</summary>
    public void Dispose()
    {
        _disposed = true;
        _inbox.Close();
        _thread.Join();
        _ended.Task.GetAwaiter().GetResult();
    }

    /// <summary>Ends every answer with an error, waits for the step that runs, and disposes of the decoder.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        _inbox.Close();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        try
        {
            _loop.Run();
            _ended.SetResult();
        }
        catch (Exception exception)
        {
            // Only the disposal of the decoder or its sequences fails here; it is told to whoever disposes of the engine.
            _ended.SetException(exception);
        }
    }

    private long NextSeed()
    {
        lock (_seeding)
            return unchecked((long)SamplingRandom.Split(ref _seeds));
    }
}
