namespace LongWriter;

/// <summary>An architecture of GGUF files that this library's model can be, as data.</summary>
/// <param name="Name">The name in <c>general.architecture</c>.</param>
/// <param name="Architecture">The published architecture that a file of it is given as.</param>
/// <param name="Exported">The published architectures that are written as it.</param>
internal sealed record GgufFamily(string Name, string Architecture, IReadOnlyList<string> Exported)
{
    /// <summary>Whether the rows of query and key are reordered in the file, because its readers rotate neighbouring pairs.</summary>
    public bool PermutedHeads { get; init; }

    public bool RotaryInterleaved { get; init; }

    /// <summary>Whether less than a whole head may be rotated.</summary>
    public bool PartialRotary { get; init; }

    public bool QueryKeyNorm { get; init; }

    /// <summary>Whether query, key and value have a bias; none: may have.</summary>
    public bool? AttentionBias { get; init; }

    /// <summary>Whether the output projection and the feed-forward layer may have a bias.</summary>
    public bool OtherBiases { get; init; }

    /// <summary>Whether the feed-forward gate and its input are one tensor, the gate first.</summary>
    public bool FusedGate { get; init; }

    /// <summary>Whether readers of the file take the heads together to be as wide as the model.</summary>
    public bool SquareAttention { get; init; }

    /// <summary>Whether readers of the file apply a factor to each rotary frequency.</summary>
    public bool FrequencyFactors { get; init; }

    public static IReadOnlyList<GgufFamily> All { get; } =
    [
        new("llama", "LlamaForCausalLM", ["LlamaForCausalLM", "MistralForCausalLM"]) { PermutedHeads = true, OtherBiases = true, FrequencyFactors = true },
        new("qwen2", "Qwen2ForCausalLM", ["Qwen2ForCausalLM"]) { AttentionBias = true, SquareAttention = true },
        new("qwen3", "Qwen3ForCausalLM", ["Qwen3ForCausalLM"]) { AttentionBias = false, QueryKeyNorm = true },
        new("chatglm", "ChatGLMModel", ["ChatGLMModel", "GlmForCausalLM"]) { RotaryInterleaved = true, PartialRotary = true, FusedGate = true, SquareAttention = true },
    ];

    public static string Names => string.Join(", ", All.Select(static f => f.Name));
}
