using static TorchSharp.torch;

namespace LongWriter;

/// <summary>A model's tensors, as the decoder wants them: matrices that take the same input are one.</summary>
internal sealed class TorchModel(TorchProjection embedding, TorchLayer[] layers, Tensor finalNorm, TorchProjection head) : IDisposable
{
    public TorchProjection Embedding => embedding;

    public IReadOnlyList<TorchLayer> Layers => layers;

    public Tensor FinalNorm => finalNorm;

    /// <summary>The head; where it is tied, the embedding itself.</summary>
    public TorchProjection Head => head;

    /// <summary>Memory of all matrices.</summary>
    public long Bytes => layers.Sum(static layer => layer.Bytes) + head.Bytes + (ReferenceEquals(head, embedding) ? 0 : embedding.Bytes);

    /// <summary>Weight bytes read for one token of one sequence.</summary>
    public long BytesReadPerToken => layers.Sum(static layer => layer.Bytes) + head.Bytes + embedding.BytesPerRow;

    public void Dispose()
    {
        embedding.Dispose();
        foreach (var layer in layers)
            layer.Dispose();

        finalNorm.Dispose();
        if (!ReferenceEquals(head, embedding))
            head.Dispose();
    }
}

/// <summary>One layer's tensors. Norms are fp32 vectors.</summary>
internal sealed record TorchLayer(
    Tensor AttentionNorm, TorchProjection QueryKeyValue, Tensor? QueryNorm, Tensor? KeyNorm, TorchProjection AttentionOutput,
    Tensor FeedForwardNorm, TorchProjection GateUp, TorchProjection Down) : IDisposable
{
    public long Bytes => QueryKeyValue.Bytes + AttentionOutput.Bytes + GateUp.Bytes + Down.Bytes;

    public void Dispose()
    {
        AttentionNorm.Dispose();
        QueryKeyValue.Dispose();
        QueryNorm?.Dispose();
        KeyNorm?.Dispose();
        AttentionOutput.Dispose();
        FeedForwardNorm.Dispose();
        GateUp.Dispose();
        Down.Dispose();
    }
}
