namespace LongWriter;

/// <summary>Refuses ids that a model does not have.</summary>
internal static class ModelIds
{
    /// <exception cref="LongWriterException">There is one.</exception>
    public static void Check(DataRow row, ReadOnlySpan<int> ids, ModelConfig? model)
    {
        if (model is null)
            return;

        foreach (var id in ids)
        {
            if ((uint)id >= (uint)model.VocabularySize)
                throw row.Fault($"has the token {id}, and the model has the ids 0 to {model.VocabularySize - 1}: the tokenizer is another model's. Take both from one source", error: LongWriterError.InvalidModel);
        }
    }
}
