namespace LongWriter;

/// <summary>A model that runs: token ids in, logits out, no text. Implementations: the managed decoder of this package and the one of <c>LongWriter.Extensions.TorchSharp</c>.</summary>
/// <remarks>Not safe for concurrent calls: one thread at a time uses a decoder and its sequences; <c>GenerationEngine</c> has a thread of its own for it and shares it among callers.</remarks>
public interface IDecoder : IDisposable
{
    /// <summary>The model's shape.</summary>
    ModelConfig Config { get; }

    /// <summary>What runs it, and what that takes.</summary>
    DecoderInfo Info { get; }

    /// <summary>Begins an empty sequence. Its memory grows in blocks with its length; dispose it before the decoder.</summary>
    IDecoderSequence CreateSequence();

    /// <summary>Appends tokens to sequences and computes logits: one ragged batch, prompt chunks and single tokens mixed. A sequence stands at most once in it.</summary>
    /// <param name="batch">At least one chunk, none of them empty. On return each sequence is longer by its chunk.</param>
    /// <param name="logits">Where the rows asked for are written, fp32 [rows, vocabulary], in the order of the batch; at least as many as asked for.</param>
    /// <exception cref="LongWriterException">A chunk goes beyond the model's context (<see cref="LongWriterError.ContextOverflow"/>), or a token id is outside the vocabulary (<see cref="LongWriterError.InvalidRequest"/>); no sequence has changed then.</exception>
    void Forward(IReadOnlyList<SequenceChunk> batch, Span<float> logits);
}

/// <summary>What runs a model.</summary>
/// <param name="Name">For example <c>managed</c> or <c>torchsharp</c>.</param>
/// <param name="Weights">How the weight matrices are held.</param>
/// <param name="Threads">Threads that compute.</param>
/// <param name="WeightBytes">Memory that the weights take.</param>
/// <param name="KeyValueBytesPerToken">Memory that one token of a sequence takes in the cache.</param>
/// <param name="BytesReadPerToken">Weight bytes read for one token of one sequence: all matrices once, of the embedding one row.</param>
public sealed record DecoderInfo(string Name, WeightFormat Weights, int Threads, long WeightBytes, long KeyValueBytesPerToken, long BytesReadPerToken);

/// <summary>What a decoder remembers of one text: keys and values of its tokens.</summary>
public interface IDecoderSequence : IDisposable
{
    /// <summary>Tokens that are in it; the position of the next one.</summary>
    int Length { get; }

    /// <summary>Bytes that it holds, blocks shared with forks counted in each.</summary>
    long Bytes { get; }

    /// <summary>Forgets the tokens from <paramref name="length"/> on.</summary>
    /// <param name="length">0 to <see cref="Length"/>.</param>
    void Truncate(int length);

    /// <summary>A second sequence with the same tokens that goes its own way; what they have in common is computed once and, where the decoder can, held once.</summary>
    IDecoderSequence Fork();
}

/// <summary>Tokens that are appended to one sequence.</summary>
/// <param name="Sequence">A sequence of the decoder that is called.</param>
/// <param name="Tokens">The token ids.</param>
/// <param name="Logits">Which rows of logits are wanted.</param>
public readonly record struct SequenceChunk(IDecoderSequence Sequence, ReadOnlyMemory<int> Tokens, LogitRows Logits)
{
    /// <summary>How many rows of logits this chunk asks for.</summary>
    public int LogitRowCount => Logits switch { LogitRows.All => Tokens.Length, LogitRows.Last => 1, _ => 0 };
}

/// <summary>Which positions of a chunk get logits.</summary>
public enum LogitRows
{
    /// <summary>None: the chunk is an inner part of a prompt.</summary>
    None,

    /// <summary>The last position only.</summary>
    Last,

    /// <summary>Every position.</summary>
    All,
}
