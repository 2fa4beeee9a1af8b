namespace LongWriter;

/// <summary>One tensor of a model under its canonical name.</summary>
/// <param name="Name">The name in a published Llama checkpoint, which this library uses for every family.</param>
/// <param name="Rows">Outputs of a projection, rows of the embedding, or the length of a vector.</param>
/// <param name="Columns">Inputs of a projection; 1 for a vector.</param>
public readonly record struct ModelTensor(string Name, int Rows, int Columns)
{
    /// <summary>Whether this is a norm weight or a bias.</summary>
    public bool IsVector => Columns == 1;

    /// <summary>The tensors that a model of this shape has, in the order of computation. A tied head is not listed.</summary>
    /// <param name="config">The model's shape.</param>
    public static IEnumerable<ModelTensor> Of(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var (hidden, query, keyValue, inner) = (config.HiddenSize, config.QuerySize, config.KeyValueSize, config.IntermediateSize);
        yield return new(TensorNames.Embedding, config.VocabularySize, hidden);
        for (var layer = 0; layer < config.LayerCount; layer++)
        {
            yield return new(TensorNames.AttentionNorm(layer), hidden, 1);
            yield return new(TensorNames.Query(layer), query, hidden);
            yield return new(TensorNames.Key(layer), keyValue, hidden);
            yield return new(TensorNames.Value(layer), keyValue, hidden);
            if (config.AttentionBias)
            {
                yield return new(TensorNames.BiasOf(TensorNames.Query(layer)), query, 1);
                yield return new(TensorNames.BiasOf(TensorNames.Key(layer)), keyValue, 1);
                yield return new(TensorNames.BiasOf(TensorNames.Value(layer)), keyValue, 1);
            }

            if (config.QueryKeyNorm)
            {
                yield return new(TensorNames.QueryNorm(layer), config.HeadDimension, 1);
                yield return new(TensorNames.KeyNorm(layer), config.HeadDimension, 1);
            }

            yield return new(TensorNames.AttentionOutput(layer), hidden, query);
            if (config.AttentionOutputBias)
                yield return new(TensorNames.BiasOf(TensorNames.AttentionOutput(layer)), hidden, 1);

            yield return new(TensorNames.FeedForwardNorm(layer), hidden, 1);
            yield return new(TensorNames.Gate(layer), inner, hidden);
            yield return new(TensorNames.Up(layer), inner, hidden);
            yield return new(TensorNames.Down(layer), hidden, inner);
            if (config.FeedForwardBias)
            {
                yield return new(TensorNames.BiasOf(TensorNames.Gate(layer)), inner, 1);
                yield return new(TensorNames.BiasOf(TensorNames.Up(layer)), inner, 1);
                yield return new(TensorNames.BiasOf(TensorNames.Down(layer)), hidden, 1);
            }
        }

        yield return new(TensorNames.FinalNorm, hidden, 1);
        if (!config.TiedEmbeddings)
            yield return new(TensorNames.Head, config.VocabularySize, hidden);
    }
}
