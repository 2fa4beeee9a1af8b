namespace LongWriter.Cli.Models;

/// <summary>A text in pieces that a model reads one by one, each from nothing. Every token of a piece but its first is predicted from those before it.</summary>
internal sealed class TokenWindows
{
    // So many positions' logits are computed at once.
    private const int ChunkTokens = 64;

    private readonly IReadOnlyList<int[]> _windows;

    private TokenWindows(IReadOnlyList<int[]> windows) => _windows = windows;

    /// <summary>How many tokens are predicted.</summary>
    public int Predicted => _windows.Sum(static window => window.Length - 1);

    /// <summary>Tokens of the longest piece.</summary>
    public int Longest => _windows.Max(static window => window.Length);

    /// <param name="model">Whose tokens they are; a piece begins with its begin token, where it has one.</param>
    /// <param name="text">The text.</param>
    /// <param name="tokens">The most tokens of the text.</param>
    /// <param name="longest">The most tokens of a piece, the begin token with them.</param>
    public static TokenWindows Of(LocalModel model, string text, int tokens, int longest)
    {
        int[] begin = model.Tokenizer.BosTokenId is { } id ? [id] : [];
        var ids = model.Tokenizer.Encode(text).Take(tokens).ToArray();
        return new([.. ids.Chunk(Math.Max(1, Math.Min(longest, model.Config.ContextLength) - begin.Length)).Select(piece => (int[])[.. begin, .. piece]).Where(static window => window.Length > 1)]);
    }

    /// <summary>The logits behind each predicted token, in order.</summary>
    public IEnumerable<PredictedRows> Run(IDecoder decoder, CancellationToken cancellationToken)
    {
        foreach (var window in _windows)
        {
            using var sequence = decoder.CreateSequence();
            for (var start = 0; start < window.Length - 1; start += ChunkTokens)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(ChunkTokens, window.Length - 1 - start);
                var logits = new float[count * decoder.Config.VocabularySize];
                decoder.Forward([new(sequence, window.AsMemory(start, count), LogitRows.All)], logits);
                yield return new(logits, window.AsMemory(start + 1, count));
            }
        }
    }
}

/// <summary>Logits [tokens, vocabulary], and the token that the text has behind each row.</summary>
internal readonly record struct PredictedRows(float[] Logits, ReadOnlyMemory<int> Next);
