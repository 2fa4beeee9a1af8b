namespace LongWriter;

/// <summary>What a run with <see cref="TrainingOptions.Lora"/> has trained: the adapter, and the model with the adapter in it.</summary>
internal static class TrainedAdapter
{
    /// <summary>The folder of the adapter within that of the run.</summary>
    public const string Folder = "adapter";

    /// <summary>Writes the model with an adapter in it. Merged is what the files of the model hold, not what was computed with, so that nothing is rounded twice.</summary>
    public static void Merge(HuggingFaceCheckpoint weights, string adapter, string output, SafetensorsType type)
    {
        using var merged = LoraAdapter.Over(weights, adapter);
        CheckpointFolder.Write(merged, weights.Folder, output, type);
    }

    /// <summary>The model with the adapter as it is now; the files that are made for it are gone again.</summary>
    public static ModelWeights Weights(LoraMatrices matrices, HuggingFaceCheckpoint weights, string output)
    {
        var folder = Path.Combine(output, ".adapter.tmp");
        matrices.Write(folder, weights.Folder);
        try
        {
            return LoraAdapter.Over(weights, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
