namespace LongWriter;

/// <summary>How the next token is chosen from a model's logits. The defaults draw from the model's own distribution.</summary>
/// <remarks>
/// The steps, in this order: logit bias and the mask of stop tokens; repetition penalty; presence and frequency penalty; DRY;
/// temperature; top-k; top-p; min-p; the draw. Temperature stands where Hugging Face has it, before the filters, because the sampling
/// figures that models are published with (generation_config.json) are tuned for that; <see cref="SamplingOrder.TemperatureLast"/>
/// is llama.cpp's order. Biases and penalties come before either, so that no filter lets through what they are to prevent.
/// </remarks>
public sealed record SamplingOptions
{
    /// <summary>Divides the logits: below 1 the likely tokens gain, above 1 the unlikely ones; 0 always takes the likeliest (of equal ones the lowest id), and no filter matters then.</summary>
    /// <value>Default 1. From 0 to 100.</value>
    public float Temperature { get; init; } = 1;

    /// <summary>Only so many of the likeliest tokens are kept; of equal ones those with the lowest ids.</summary>
    /// <value>Default <see langword="null"/>: all. Above 0.</value>
    public int? TopK { get; init; }

    /// <summary>Only the smallest set of the likeliest tokens is kept whose probabilities sum up to at least this share of those before it.</summary>
    /// <value>Default 1: all. Above 0, at most 1.</value>
    public float TopP { get; init; } = 1;

    /// <summary>Only tokens are kept that are at least this likely, as a share of the likeliest one's probability.</summary>
    /// <value>Default 0: all. From 0 to 1.</value>
    public float MinP { get; init; }

    /// <summary>Logits of tokens that are in the prompt or the answer are divided by this where positive, else multiplied (CTRL, section 4.1).</summary>
    /// <value>Default 1: none. Above 0.</value>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Taken once from the logit of each token that is in the answer.</summary>
    /// <value>Default 0. From -100 to 100.</value>
    public float PresencePenalty { get; init; }

    /// <summary>Taken from the logit of a token as often as it is in the answer.</summary>
    /// <value>Default 0. From -100 to 100.</value>
    public float FrequencyPenalty { get; init; }

    /// <summary>How many of the last tokens, of prompt and answer together, the three penalties look at.</summary>
    /// <value>Default <see langword="null"/>: all. At least 1.</value>
    public int? PenaltyWindow { get; init; }

    /// <summary>Penalises tokens that would go on with a sequence that stands in the text already.</summary>
    /// <value>Default <see langword="null"/>: no such penalty.</value>
    public DryOptions? Dry { get; init; }

    /// <summary>Added to the logits of tokens, by id; negative infinity forbids one.</summary>
    /// <value>Default <see langword="null"/>: none.</value>
    public IReadOnlyDictionary<int, float>? LogitBias { get; init; }

    /// <summary>Where the temperature stands.</summary>
    /// <value>Default <see cref="SamplingOrder.TemperatureFirst"/>.</value>
    public SamplingOrder Order { get; init; }

    /// <summary>What the draws start from. The same seed, request and logits give the same tokens on every machine, whatever else runs in the batch.</summary>
    /// <value>Default <see langword="null"/>: the engine gives each request a seed of its own, which <see cref="Generation.Seed"/> tells.</value>
    public long? Seed { get; init; }

    /// <summary>Throws where a value is not usable.</summary>
    /// <param name="vocabulary">The model's vocabulary, in tokens.</param>
    internal void Check(int vocabulary)
    {
        Require(Temperature is >= 0 and <= 100, nameof(Temperature), Temperature, "from 0 to 100");
        Require(TopK is null or > 0, nameof(TopK), TopK, "above 0, or null for all tokens");
        Require(TopP is > 0 and <= 1, nameof(TopP), TopP, "above 0 and at most 1");
        Require(MinP is >= 0 and <= 1, nameof(MinP), MinP, "from 0 to 1");
        Require(RepetitionPenalty is > 0 and <= 100, nameof(RepetitionPenalty), RepetitionPenalty, "above 0 and at most 100; 1 is none");
        Require(PresencePenalty is >= -100 and <= 100, nameof(PresencePenalty), PresencePenalty, "from -100 to 100");
        Require(FrequencyPenalty is >= -100 and <= 100, nameof(FrequencyPenalty), FrequencyPenalty, "from -100 to 100");
        Require(PenaltyWindow is null or > 0, nameof(PenaltyWindow), PenaltyWindow, "at least 1, or null for the whole text");
        Require(Order is SamplingOrder.TemperatureFirst or SamplingOrder.TemperatureLast, nameof(Order), Order, "a defined order");
        Dry?.Check();
        if (LogitBias is null)
            return;

        foreach (var (id, bias) in LogitBias)
        {
            Require(id >= 0 && id < vocabulary, nameof(LogitBias), id, $"about token ids from 0 to {vocabulary - 1}");
            Require(!float.IsNaN(bias) && !float.IsPositiveInfinity(bias), $"{nameof(LogitBias)} of token {id}", bias, "a number or negative infinity");
        }
    }

    internal static void Require(bool holds, string name, object? value, string range)
    {
        if (!holds)
            throw new LongWriterException(LongWriterError.InvalidRequest, FormattableString.Invariant($"{name} is {value}; it has to be {range}."));
    }
}

/// <summary>Where the temperature stands among the filters.</summary>
public enum SamplingOrder
{
    /// <summary>Before top-k, top-p and min-p, as in Hugging Face's transformers and vLLM: a low temperature also narrows what top-p keeps.</summary>
    TemperatureFirst,

    /// <summary>After them, as in llama.cpp: the filters see the model's own probabilities, so a high temperature lets no unlikely token through.</summary>
    TemperatureLast,
}

/// <summary>
/// DRY ("don't repeat yourself"): where the last n tokens stand earlier in the text, n at least <see cref="AllowedLength"/>, the token
/// that followed them there loses <see cref="Multiplier"/> · <see cref="Base"/>^(n − <see cref="AllowedLength"/>); with
/// <see cref="MinOccurrences"/> above 1, where they stand in as many earlier places and were followed by it there.
/// </summary>
public sealed record DryOptions
{
    /// <summary>The penalty of a sequence just as long as allowed.</summary>
    /// <value>Default 0.8. At least 0; 0 switches it off.</value>
    public float Multiplier { get; init; } = 0.8f;

    /// <summary>By how much each further token multiplies the penalty.</summary>
    /// <value>Default 1.75. At least 1.</value>
    public float Base { get; init; } = 1.75f;

    /// <summary>The longest sequence, in tokens, that may be repeated and go on freely, plus one.</summary>
    /// <value>Default 2. At least 1.</value>
    public int AllowedLength { get; init; } = 2;

    /// <summary>
    /// In how many earlier places a sequence has to stand before it is penalised; the shortest of so many longest ones is what counts. With 2 a text may
    /// say its outline's lines again as headings, and no sentence a third time.
    /// </summary>
    /// <value>Default 1. At least 1.</value>
    public int MinOccurrences { get; init; } = 1;

    /// <summary>How many of the last tokens, of prompt and answer together, are looked at.</summary>
    /// <value>Default <see langword="null"/>: all. At least 1.</value>
    public int? Range { get; init; }

    /// <summary>Tokens that end a sequence and are never penalised, for example line breaks and the marks of a dialogue.</summary>
    /// <value>Default none.</value>
    public IReadOnlySet<int> BreakerTokenIds { get; init; } = System.Collections.Frozen.FrozenSet<int>.Empty;

    internal void Check()
    {
        SamplingOptions.Require(Multiplier is >= 0 and <= 1000, "Dry.Multiplier", Multiplier, "from 0 to 1000");
        SamplingOptions.Require(Base is >= 1 and <= 1000, "Dry.Base", Base, "from 1 to 1000");
        SamplingOptions.Require(AllowedLength >= 1, "Dry.AllowedLength", AllowedLength, "at least 1");
        SamplingOptions.Require(MinOccurrences >= 1, "Dry.MinOccurrences", MinOccurrences, "at least 1");
        SamplingOptions.Require(Range is null or > 0, "Dry.Range", Range, "at least 1, or null for the whole text");
    }
}
