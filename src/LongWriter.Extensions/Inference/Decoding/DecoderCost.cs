namespace LongWriter;

/// <summary>What a forward step costs. Decoding one text is bound by the bytes read, a prompt by the arithmetic.</summary>
public static class DecoderCost
{
    /// <summary>Weight bytes read for one token of one sequence: every matrix of every layer and the head once; of an untied embedding one row, which is a column of its tile's panel.</summary>
    internal static long BytesReadPerToken(DecoderWeights weights)
    {
        var bytes = weights.Head.Layout.Bytes;
        foreach (var layer in weights.Layers)
            bytes += layer.QueryKeyValue.Layout.Bytes + layer.Output.Layout.Bytes + layer.GateUp.Layout.Bytes + layer.Down.Layout.Bytes;

        var embedding = weights.Embedding.Layout;
        return weights.Embedding == weights.Head ? bytes : bytes + embedding.Bytes / (embedding.Tiles * TileLayout.TileRows);
    }

    /// <summary>
    /// Floating-point operations of one token: a multiplication and an addition for each weight of the layers, 2·L·(h·(q + 2k) + q·h + 3·h·i), and for
    /// scores and values over the tokens it sees 2 · 2·L·q·t; the head, 2·h·V, only where its logits are wanted. Norms, rotation and softmax are not counted.
    /// </summary>
    /// <param name="config">The model's shape: L layers, hidden size h, query size q, key-value size k, inner size i, vocabulary V.</param>
    /// <param name="position">The token's position; it sees t = position + 1 tokens, or its window.</param>
    /// <param name="logits">Whether the head is computed.</param>
    public static double FlopsPerToken(ModelConfig config, int position, bool logits)
    {
        double hidden = config.HiddenSize, query = config.QuerySize;
        var layer = hidden * (query + 2.0 * config.KeyValueSize) + query * hidden + 3.0 * hidden * config.IntermediateSize;
        var seen = Math.Min(position + 1.0, config.SlidingWindow ?? double.MaxValue);
        return 2 * config.LayerCount * (layer + 2 * query * seen) + (logits ? 2 * hidden * config.VocabularySize : 0);
    }

    /// <summary>Cache bytes read for one token at a position: keys and values of the tokens it sees.</summary>
    public static long KeyValueBytesRead(ModelConfig config, DecoderInfo info, int position) =>
        Math.Min(position + 1L, config.SlidingWindow ?? long.MaxValue) * info.KeyValueBytesPerToken;
}
