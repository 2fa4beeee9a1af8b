namespace LongWriter;

/// <summary>A block of the cache: keys and values of 64 consecutive tokens in all layers and key-value heads.</summary>
internal readonly struct KeyValueLayout
{
    private readonly int _heads;

    public KeyValueLayout(ModelConfig config, KeyValueFormat format)
    {
        var stored = format == KeyValueFormat.Float32 ? WeightFormat.Float32 : WeightFormat.BFloat16;
        _heads = config.KeyValueHeadCount;
        Keys = new TileLayout(stored, AttentionTask.BlockTokens, config.HeadDimension);
        Values = new TileLayout(stored, config.HeadDimension, AttentionTask.BlockTokens);
        Bytes = config.LayerCount * _heads * (Keys.Bytes + Values.Bytes);
    }

    /// <summary>Keys of a layer's head: a row a token.</summary>
    public TileLayout Keys { get; }

    /// <summary>Its values, behind them: a row a dimension, so that a sum over tokens runs along the columns.</summary>
    public TileLayout Values { get; }

    /// <summary>Of a block.</summary>
    public long Bytes { get; }

    /// <summary>Where a layer's head begins.</summary>
    public nint Offset(int layer, int head) => (nint)((layer * _heads + head) * (Keys.Bytes + Values.Bytes));

    /// <summary>Puts one token's key and value in.</summary>
    public unsafe void Write(byte* block, int layer, int head, int token, float* key, float* value, int width)
    {
        var keys = block + Offset(layer, head);
        var values = keys + Keys.Bytes;
        TileElements.WriteRow(Keys, keys, token, key, width);
        TileElements.WriteColumn(Values, values, token, value, width);
    }
}
