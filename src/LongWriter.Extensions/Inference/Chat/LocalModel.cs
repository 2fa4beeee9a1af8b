namespace LongWriter;

/// <summary>A model's files, opened and held against each other: configuration, weights, tokenizer and chat template. Nothing large is in memory yet.</summary>
public sealed class LocalModel : IDisposable
{
    private readonly LocalModelOptions _options;
    private readonly Lazy<ChatTemplate> _template;

    private LocalModel(string name, ModelWeights weights, ModelTokenizer tokenizer, GenerationDefaults defaults, LocalModelOptions options)
    {
        (Name, Weights, Tokenizer, Defaults, _options) = (name, weights, tokenizer, defaults, options);
        // Raw text needs none, so that a model without a known form can be opened.
        _template = new(() => options.Template is { } chosen ? ChatTemplates.Get(chosen) : ChatTemplates.For(tokenizer, name));
    }

    /// <summary>The model's name: <see cref="LocalModelOptions.ModelId"/>, else that of its folder or file.</summary>
    public string Name { get; }

    /// <summary>The model's shape.</summary>
    public ModelConfig Config => Weights.Config;

    /// <summary>The tensors, with the adapter of <see cref="LocalModelOptions.Adapter"/> on top.</summary>
    public ModelWeights Weights { get; }

    /// <summary>The tokenizer.</summary>
    public ModelTokenizer Tokenizer { get; }

    /// <summary>The form of conversations: the one that the options name, else the one that the model's files are recognised by.</summary>
    /// <exception cref="LongWriterException">The files show none that is known (<see cref="LongWriterError.InvalidModel"/>); the message has the names to choose from.</exception>
    public ChatTemplate Template => _template.Value;

    /// <summary>How the model's makers want it sampled.</summary>
    public GenerationDefaults Defaults { get; }

    /// <summary>How tokens are chosen where nothing else is said: the options' sampling, else the makers'.</summary>
    public SamplingOptions Sampling => _options.Sampling ?? PublishedSampling.Of(Defaults) ?? new();

    /// <summary>The tokens that end an answer, as configuration and generation defaults name them; a chat adds those of its template.</summary>
    public IReadOnlyList<int> StopTokenIds => [.. Config.StopTokenIds.Concat(Defaults.StopTokenIds).Distinct()];

    /// <summary>Opens a model's files.</summary>
    /// <param name="path">A folder as published on Hugging Face (config.json, *.safetensors, its tokenizer), or a <c>.gguf</c> file.</param>
    /// <param name="options">How it is going to be run.</param>
    /// <exception cref="LongWriterException">A file is missing, damaged or not supported, or does not fit the others (<see cref="LongWriterError.InvalidModel"/>).</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is not usable.</exception>
    public static LocalModel Open(string path, LocalModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new();
        options.Check();
        var name = options.ModelId ?? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (File.Exists(path))
            return OpenGguf(path, name, options);

        var weights = WithAdapter(HuggingFaceCheckpoint.Open(path), options);
        try
        {
            return new(name, weights, Fitting(ModelTokenizers.Load(path), weights.Config, path), GenerationDefaults.Read(path), options);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a model that does not fit into memory, with one whole context beside it.</summary>
    /// <exception cref="LongWriterException">It does not fit (<see cref="LongWriterError.InsufficientMemory"/>).</exception>
    public void EnsureFits() => new ModelInfo(Config).EnsureFits(_options.Weights, Math.Min(_options.ContextLength ?? Config.ContextLength, Config.ContextLength), availableBytes: _options.MemoryLimit);

    /// <summary>Makes a chat client that runs on a decoder.</summary>
    /// <param name="decoder">A decoder with this model's weights; the client disposes of it.</param>
    /// <param name="timeProvider">The clock of the answers' dates; the system's where <see langword="null"/>.</param>
    /// <exception cref="LongWriterException">There is no usable chat template (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public LocalChatClient CreateClient(IDecoder decoder, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        var chat = _options.ForChat(Sampling, StopTokenIds);
        if (chat.MaxOutputTokens is null && Defaults.MaxNewTokens is { } most)
            chat = chat with { MaxOutputTokens = most };

        return new(new GenerationEngine(decoder, _options.ForEngine(), timeProvider), Tokenizer, Template, Name, chat, timeProvider);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => Weights.Dispose();

    private static LocalModel OpenGguf(string path, string name, LocalModelOptions options)
    {
        var checkpoint = GgufCheckpoint.Open(path);
        try
        {
            var tokenizer = Fitting(GgufTokenizer.Create(checkpoint.File), checkpoint.Config, path);
            return new(name, WithAdapter(checkpoint, options), tokenizer, new(), options);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    private static ModelWeights WithAdapter(ModelWeights weights, LocalModelOptions options)
    {
        if (options.Adapter is not { } adapter)
            return weights;

        try
        {
            return LoraAdapter.Load(weights, adapter);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>A vocabulary is often padded beyond its tokenizer, never the other way.</summary>
    private static ModelTokenizer Fitting(ModelTokenizer tokenizer, ModelConfig config, string path) => tokenizer.VocabularySize <= config.VocabularySize
        ? tokenizer
        : throw new LongWriterException(
            LongWriterError.InvalidModel,
            $"The tokenizer of {path} has {tokenizer.VocabularySize:N0} tokens, the model's vocab_size is {config.VocabularySize:N0}: they belong to different models. Take both from one source.");
}
