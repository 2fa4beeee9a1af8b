using Microsoft.Extensions.Options;

namespace LongWriter;

/// <summary>How a model in this process is loaded and run.</summary>
public sealed class LocalModelOptions
{
    /// <summary>How the weights are held in memory.</summary>
    /// <value>Default <see cref="WeightFormat.BFloat16"/>.</value>
    public WeightFormat Weights { get; set; } = WeightFormat.BFloat16;

    /// <summary>
    /// A folder that 8-bit weights are kept in once they are made, so that the model is loaded faster the next time: a folder in it for each model, as large as the weights in memory.
    /// The managed decoder uses it with <see cref="WeightFormat.Int8"/>; nothing else does.
    /// </summary>
    /// <remarks>
    /// Kept weights are used only for the very files that they were made of (by names, sizes, last writes, headers and samples of the content) and only where every byte is as it was written; else they are made anew.
    /// What cannot be written, because the disk is full or the folder is not to be written to, is logged, and the model is loaded all the same. It may be deleted at any time.
    /// Choose a folder that only you and those you trust can write to: weights in it are believed.
    /// </remarks>
    /// <value>Default <see langword="null"/>: none.</value>
    public string? QuantizedCache { get; set; }

    /// <summary>Threads that compute.</summary>
    /// <value>Default <see langword="null"/>: one a processor.</value>
    public int? Threads { get; set; }

    /// <summary>The context in tokens, prompt and answer together; less saves memory for keys and values.</summary>
    /// <value>Default <see langword="null"/>: the model's own. At least 2, and no more than the model has.</value>
    public int? ContextLength { get; set; }

    /// <summary>Memory in bytes for keys and values up to which finished texts are kept for prompts that begin alike.</summary>
    /// <value>Default <see langword="null"/>: a quarter of the memory that the process may use.</value>
    public long? CacheBytes { get; set; }

    /// <summary>The greatest number of answers that are computed at once; further calls wait in order.</summary>
    /// <value>Default 8.</value>
    public int MaxConcurrency { get; set; } = 8;

    /// <summary>The folder of a LoRA adapter in PEFT's form, which is put on top of the weights while they are read.</summary>
    /// <value>Default <see langword="null"/>: none.</value>
    public string? Adapter { get; set; }

    /// <summary>The chat template's name, for example <c>llama-3</c>.</summary>
    /// <value>Default <see langword="null"/>: the one that the model's own files are recognised by.</value>
    public string? Template { get; set; }

    /// <summary>The memory in bytes that the weights, with the keys and values of one context, may take; a larger model is refused before it is loaded.</summary>
    /// <value>Default <see langword="null"/>: the memory that the process may use.</value>
    public long? MemoryLimit { get; set; }

    /// <summary>The model's name in answers and metadata.</summary>
    /// <value>Default <see langword="null"/>: the name of its folder or file.</value>
    public string? ModelId { get; set; }

    /// <summary>How tokens are chosen where a call's options say nothing.</summary>
    /// <value>Default <see langword="null"/>: as the model's generation_config.json says, else <see cref="SamplingOptions"/>' defaults.</value>
    public SamplingOptions? Sampling { get; set; }

    /// <summary>The greatest answer in tokens; a call may ask for less, not for more.</summary>
    /// <value>Default <see langword="null"/>: what the context leaves.</value>
    public int? MaxOutputTokens { get; set; }

    /// <summary>When an answer ends because it is caught in a loop.</summary>
    /// <value>Default <see cref="LoopDetection.Default"/>; <see langword="null"/>: never.</value>
    public LoopDetection? Loop { get; set; } = LoopDetection.Default;

    /// <summary>What the seeds of calls without one are derived from, in the order of the calls.</summary>
    /// <value>Default <see langword="null"/>: drawn once from the system.</value>
    public long? Seed { get; set; }

    /// <summary>Throws where an option is not usable.</summary>
    internal void Check()
    {
        var failures = new List<string>();
        if (!Enum.IsDefined(Weights))
            failures.Add($"{nameof(Weights)} is {Weights}; it has to be one of {string.Join(", ", Enum.GetNames<WeightFormat>())}.");
        if (Threads is < 1 or > 1024)
            failures.Add($"{nameof(Threads)} is {Threads}; it has to be from 1 to 1,024, or null for one a processor.");
        if (ContextLength < 2)
            failures.Add($"{nameof(ContextLength)} is {ContextLength}; it has to be at least 2, or null for the model's own.");
        if (CacheBytes < 0)
            failures.Add($"{nameof(CacheBytes)} is {CacheBytes}; it has to be at least 0.");
        if (MaxConcurrency is < 1 or > 1024)
            failures.Add($"{nameof(MaxConcurrency)} is {MaxConcurrency}; it has to be from 1 to 1,024.");
        if (MemoryLimit <= 0)
            failures.Add($"{nameof(MemoryLimit)} is {MemoryLimit}; it has to be above 0.");
        if (MaxOutputTokens < 1)
            failures.Add($"{nameof(MaxOutputTokens)} is {MaxOutputTokens}; it has to be at least 1.");
        if (QuantizedCache is not null && string.IsNullOrWhiteSpace(QuantizedCache))
            failures.Add($"{nameof(QuantizedCache)} is blank; name a folder, or null for none.");
        if (ModelId is not null && string.IsNullOrWhiteSpace(ModelId))
            failures.Add($"{nameof(ModelId)} is blank; give a name, or null for that of the model's folder.");

        if (failures.Count > 0)
            throw new OptionsValidationException(nameof(LocalModelOptions), typeof(LocalModelOptions), failures);
    }

    /// <summary>The managed decoder's part of the options.</summary>
    internal ManagedDecoderOptions ForDecoder() => new()
    {
        Weights = Weights,
        Threads = Threads ?? Environment.ProcessorCount,
        QuantizedCache = QuantizedCache,
    };

    /// <summary>The engine's part of the options. A greater context than the model's is an error there.</summary>
    internal GenerationEngineOptions ForEngine() => new()
    {
        MaxConcurrency = MaxConcurrency,
        ContextLength = ContextLength,
        CacheBytes = CacheBytes,
        Seed = Seed,
    };

    /// <summary>The chat client's part of the options.</summary>
    /// <param name="published">What the model's own files recommend.</param>
    /// <param name="stopTokenIds">The stop tokens that they name.</param>
    internal LocalChatDefaults ForChat(SamplingOptions? published, IReadOnlyList<int> stopTokenIds) => new()
    {
        Sampling = Sampling ?? published ?? new(),
        MaxOutputTokens = MaxOutputTokens,
        Loop = Loop,
        StopTokenIds = stopTokenIds,
    };
}
