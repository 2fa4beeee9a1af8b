namespace LongWriter;

/// <summary>Writes a model as one GGUF file that llama.cpp and Ollama run: weights, metadata, tokenizer and chat template.</summary>
/// <remarks>
/// Llama and Mistral are written as <c>llama</c>, GLM-4-9B as <c>chatglm</c>, Qwen2 and Qwen3 under their names. The scaling of Llama 3.1 becomes tensor
/// <c>rope_freqs.weight</c>. Readers of <c>llama</c> files know no sliding window: the file's context ends at the window, up to which both are the same.
/// </remarks>
public static class GgufExporter
{
    /// <summary>Exports a model. The file appears when it is complete, in place of one of the same name; memory does not grow with the model.</summary>
    /// <param name="weights">The model.</param>
    /// <param name="tokenizerFolder">A folder with <c>tokenizer.json</c> (or GLM-4's <c>tokenizer.model</c>) and, where there are, <c>tokenizer_config.json</c> and <c>chat_template.jinja</c>: that of the checkpoint.</param>
    /// <param name="file">The file that is written.</param>
    /// <param name="format">How weight matrices are stored.</param>
    /// <param name="name">The model's name in the file; by default the tokenizer folder's.</param>
    /// <param name="preTokenizer">llama.cpp's name for the way in which the tokenizer cuts a text (<c>tokenizer.ggml.pre</c>); by default it is recognised from <c>tokenizer.json</c>.</param>
    /// <param name="cancellationToken">Stops the export; nothing is left of it then.</param>
    /// <returns>What was written, and what could not be.</returns>
    /// <exception cref="LongWriterException">The format has no place for this model, its tokenizer is missing or not of a kind that the format knows, or weights are not usable (<see cref="LongWriterError.InvalidModel"/>); the file cannot be written (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static GgufExport Export(
        ModelWeights weights,
        string tokenizerFolder,
        string file,
        GgufExportFormat format = GgufExportFormat.BFloat16,
        string? name = null,
        string? preTokenizer = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentException.ThrowIfNullOrEmpty(tokenizerFolder);
        ArgumentException.ThrowIfNullOrEmpty(file);
        var config = weights.Config;
        var notes = new List<string>();
        var family = GgufExportFamily.Of(config);
        var vocabulary = GgufTokenizerFolder.Read(tokenizerFolder, config, preTokenizer, notes);
        var tensors = GgufExportPlan.Create(config, family, format, notes);
        var header = new GgufHeaderWriter();
        GgufExportMetadata.Write(header, config, family, format, name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(tokenizerFolder))), notes);
        GgufExportMetadata.Write(header, vocabulary);

        long bytes = 0;
        AtomicFile.Write(file, stream =>
        {
            header.WriteTo(stream, tensors);
            var writer = new GgufTensorWriter(weights, stream, file);
            foreach (var tensor in tensors)
                writer.Write(tensor, cancellationToken);

            bytes = stream.Length;
        });
        return new(bytes, family.Name, tensors.Count, vocabulary.PreTokenizer, notes);
    }
}
