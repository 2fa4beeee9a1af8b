namespace LongWriter;

/// <summary>What every decoder checks of tokens before they are appended to a sequence.</summary>
internal static class ChunkTokens
{
    /// <summary>Throws where tokens do not fit behind a sequence or are none of the model's.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="length">Tokens that are in the sequence.</param>
    /// <param name="tokens">The tokens to append.</param>
    public static void Check(ModelConfig config, int length, ReadOnlySpan<int> tokens)
    {
        var total = (long)length + tokens.Length;
        if (total > config.ContextLength)
            throw new LongWriterException(LongWriterError.ContextOverflow, $"{total:N0} tokens are more than the model's context of {config.ContextLength:N0}; shorten the prompt or the answer.");

        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)config.VocabularySize)
                throw new LongWriterException(LongWriterError.InvalidRequest, $"Token id {token} is outside the model's vocabulary of {config.VocabularySize:N0}; the tokenizer is another model's.");
        }
    }
}
