using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LongWriter;

/// <summary>One answer of a <see cref="GenerationEngine"/> as it comes. It is read once; leaving the loop, or cancelling, frees its row within a token.</summary>
public sealed class Generation : IAsyncEnumerable<GeneratedToken>
{
    private readonly Channel<GeneratedToken> _tokens = Channel.CreateUnbounded<GeneratedToken>(new() { SingleReader = true, SingleWriter = true });
    private readonly Action _wake;
    private volatile bool _left;
    private volatile GenerationResult? _result;

    internal Generation(long seed, Action wake)
    {
        Seed = seed;
        _wake = wake;
    }

    /// <summary>The seed its draws start from; as <see cref="SamplingOptions.Seed"/> it repeats them.</summary>
    public long Seed { get; }

    /// <summary>How it ended; <see langword="null"/> while it runs and where it failed.</summary>
    public GenerationResult? Result => _result;

    /// <summary>Whether nobody wants it any more.</summary>
    internal bool IsLeft => _left;

    /// <summary>Prompt tokens that were known; right from the first token on.</summary>
    internal int CachedTokens { get; set; }

    /// <summary>Ends it; what was computed until then can still be read.</summary>
    public void Cancel()
    {
        if (_left || _tokens.Reader.Completion.IsCompleted)
            return;

        _left = true;
        _wake();
    }

    /// <summary>The tokens as they come.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LongWriterException">The decoder failed, or the engine was disposed (<see cref="LongWriterError.BackendUnavailable"/>); logits that are no numbers (<see cref="LongWriterError.InvalidModel"/>).</exception>
    /// <exception cref="OperationCanceledException">A token was cancelled, the one given here or at the start.</exception>
    public IAsyncEnumerator<GeneratedToken> GetAsyncEnumerator(CancellationToken cancellationToken = default) => ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    internal void Write(GeneratedToken token) => _tokens.Writer.TryWrite(token);

    internal void Complete(GenerationResult? result, Exception? exception)
    {
        _result = result;
        _tokens.Writer.TryComplete(exception);
    }

    private async IAsyncEnumerable<GeneratedToken> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var token in _tokens.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return token;
        }
        finally
        {
            Cancel();
        }
    }
}
