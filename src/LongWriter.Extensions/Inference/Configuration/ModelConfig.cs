namespace LongWriter;

/// <summary>The shape of a decoder-only transformer: one flat record drives every supported family.</summary>
/// <remarks>Read from <c>config.json</c> by <c>ModelConfigReader</c>, or from the header of a GGUF file. Every field changes the result; nothing that a file says is ignored in silence.</remarks>
public sealed record ModelConfig
{
    /// <summary>The published architecture, for example <c>LlamaForCausalLM</c> or <c>ChatGLMModel</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Rows of the embedding, in tokens; padding rows included.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the gated feed-forward layer (SwiGLU).</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of transformer layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Number of query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Number of key and value heads; a divisor of <see cref="HeadCount"/> (grouped-query attention).</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of one head; need not be <see cref="HiddenSize"/> / <see cref="HeadCount"/>.</summary>
    public required int HeadDimension { get; init; }

    /// <summary>The longest context the model was made for, prompt and answer together, in tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Epsilon of every RMSNorm.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>Base of the rotary angles: pair <c>i</c> of <c>d</c> turns by position · theta^(-2i/d).</summary>
    public required double RopeTheta { get; init; }

    /// <summary>How the rotary angles are scaled beyond the trained context; <see langword="null"/> where not at all.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>How many leading dimensions of a head are rotated; <see cref="HeadDimension"/> but for GLM-4, where it is half.</summary>
    public required int RotaryDimension { get; init; }

    /// <summary>Whether a rotated pair is (2i, 2i+1), as in GLM-4, rather than (i, i + d/2), as in Llama's published files.</summary>
    public bool RotaryInterleaved { get; init; }

    /// <summary>Whether the query, key and value projections have a bias.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the attention's output projection has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether the three feed-forward projections have a bias.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether each query and key head goes through an RMSNorm of its own before rotation (Qwen3).</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>Whether the head is the embedding, shared and not copied.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>How many tokens back a token sees, itself included; <see langword="null"/> for all.</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>The token that begins a text, where the model has one.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>The tokens that end an answer.</summary>
    public IReadOnlyList<int> StopTokenIds { get; init; } = [];

    /// <summary>Width of all query heads together.</summary>
    public int QuerySize => HeadCount * HeadDimension;

    /// <summary>Width of all key (or value) heads together.</summary>
    public int KeyValueSize => KeyValueHeadCount * HeadDimension;
}
