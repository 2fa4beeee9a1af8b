namespace LongWriter;

/// <summary>What is checked of a batch before anything is computed or changed.</summary>
internal static class TorchBatchCheck
{
    public static void Check(TorchDecoder decoder, IReadOnlyList<SequenceChunk> batch, int room)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0)
            throw new ArgumentException("A batch has at least one chunk.", nameof(batch));

        var seen = new HashSet<IDecoderSequence>(ReferenceEqualityComparer.Instance);
        long rows = 0;
        foreach (var chunk in batch)
        {
            if (chunk.Sequence is not TorchSequence sequence || !ReferenceEquals(sequence.Decoder, decoder))
                throw new ArgumentException("A chunk's sequence is not of this decoder.", nameof(batch));

            ObjectDisposedException.ThrowIf(sequence.IsDisposed, sequence);
            if (!seen.Add(sequence))
                throw new ArgumentException("A sequence stands twice in the batch.", nameof(batch));

            if (chunk.Tokens.IsEmpty)
                throw new ArgumentException("A chunk has no tokens.", nameof(batch));

            ChunkTokens.Check(decoder.Config, sequence.Length, chunk.Tokens.Span);
            rows += chunk.LogitRowCount;
        }

        if (rows * decoder.Config.VocabularySize > room)
            throw new ArgumentException($"The batch asks for {rows} rows of {decoder.Config.VocabularySize} logits; there is room for {room} numbers.", nameof(room));
    }
}
