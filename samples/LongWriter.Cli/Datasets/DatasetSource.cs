namespace LongWriter.Cli.Datasets;

/// <summary>Data files, and the model whose tokens they become; its weights are not needed.</summary>
internal sealed record DatasetSource(string Model, IReadOnlyList<TrainingDataFile> Files, string? Template, bool IsText, TrainingDataOptions Options)
{
    private readonly Lazy<ModelTokenizer> _tokenizer = new(() => ModelTokenizers.Load(Model));

    public ModelTokenizer Tokenizer => _tokenizer.Value;

    /// <summary>The chat template's name; null for texts.</summary>
    public string? TemplateName => IsText ? null : ChatTemplate.Name;

    public TrainingDataSet Read(CancellationToken cancellationToken)
    {
        var options = Options with { Model = Config() };
        return IsText
            ? TrainingData.ReadTexts(Files, Tokenizer, options, cancellationToken)
            : TrainingData.ReadChats(Files, Tokenizer, ChatTemplate, options, cancellationToken);
    }

    private ChatTemplate ChatTemplate => Template is { } name
        ? ChatTemplates.Get(name)
        : ChatTemplates.For(Tokenizer, Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Model))));

    // A folder with a tokenizer only will do.
    private ModelConfig? Config()
    {
        if (!File.Exists(Model))
            return File.Exists(Path.Combine(Model, "config.json")) ? ModelConfigReader.Read(Model) : null;

        using var gguf = GgufCheckpoint.Open(Model);
        return gguf.Config;
    }
}
