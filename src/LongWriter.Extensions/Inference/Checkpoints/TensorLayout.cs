namespace LongWriter;

/// <summary>What a published family calls the canonical tensors, and which of them it keeps in one. Names are those of modules: <c>.weight</c> and <c>.bias</c> follow them alike.</summary>
/// <param name="LayerPrefix">What stands before a layer's number.</param>
/// <param name="Outside">Modules outside the layers, by their canonical name.</param>
/// <param name="Inside">Modules of a layer, by their canonical name after the number. What is in neither table is called the same.</param>
internal sealed record TensorLayout(string LayerPrefix, IReadOnlyDictionary<string, string> Outside, IReadOnlyDictionary<string, LayerModule> Inside)
{
    private const string CanonicalPrefix = "model.layers.";

    private static readonly TensorLayout Llama = new(CanonicalPrefix, new Dictionary<string, string>(), new Dictionary<string, LayerModule>());

    private static readonly TensorLayout Glm = Llama with
    {
        Inside = new Dictionary<string, LayerModule>
        {
            ["mlp.gate_proj"] = new("mlp.gate_up_proj", FusedPart.Gate),
            ["mlp.up_proj"] = new("mlp.gate_up_proj", FusedPart.Up),
        },
    };

    private static readonly TensorLayout ChatGlm = new(
        "transformer.encoder.layers.",
        new Dictionary<string, string>
        {
            ["model.embed_tokens"] = "transformer.embedding.word_embeddings",
            ["model.norm"] = "transformer.encoder.final_layernorm",
            ["lm_head"] = "transformer.output_layer",
        },
        new Dictionary<string, LayerModule>
        {
            ["self_attn.q_proj"] = new("self_attention.query_key_value", FusedPart.Query),
            ["self_attn.k_proj"] = new("self_attention.query_key_value", FusedPart.Key),
            ["self_attn.v_proj"] = new("self_attention.query_key_value", FusedPart.Value),
            ["self_attn.o_proj"] = new("self_attention.dense"),
            ["mlp.gate_proj"] = new("mlp.dense_h_to_4h", FusedPart.Gate),
            ["mlp.up_proj"] = new("mlp.dense_h_to_4h", FusedPart.Up),
            ["mlp.down_proj"] = new("mlp.dense_4h_to_h"),
        });

    /// <summary>The layout of a family; the canonical one for those that have no other.</summary>
    public static TensorLayout Of(ModelConfig config) => config.Architecture switch
    {
        "ChatGLMModel" => ChatGlm,
        "GlmForCausalLM" => Glm,
        _ => Llama,
    };

    /// <summary>Where a canonical tensor lies.</summary>
    public TensorPlace Locate(ModelConfig config, string name)
    {
        var dot = name.LastIndexOf('.');
        var (module, kind) = (name[..dot], name[dot..]);
        if (!module.StartsWith(CanonicalPrefix, StringComparison.Ordinal))
            return new(Outside.GetValueOrDefault(module, module) + kind, 0);
        var numberEnd = module.IndexOf('.', CanonicalPrefix.Length);
        var inner = Inside.GetValueOrDefault(module[(numberEnd + 1)..]) ?? new LayerModule(module[(numberEnd + 1)..]);
        return new($"{LayerPrefix}{module.AsSpan(CanonicalPrefix.Length, numberEnd - CanonicalPrefix.Length)}.{inner.Name}{kind}", FirstRow(config, inner.Part));
    }

    /// <summary>The tensors of a model as its files have them, in the order of computation, with the rows that the fused parts make together.</summary>
    public IReadOnlyList<ModelTensor> Sources(ModelConfig config)
    {
        var order = new List<string>();
        var sources = new Dictionary<string, ModelTensor>(StringComparer.Ordinal);
        foreach (var tensor in ModelTensor.Of(config))
        {
            var place = Locate(config, tensor.Name);
            var rows = place.FirstRow + tensor.Rows;
            if (!sources.TryGetValue(place.Name, out var source))
                order.Add(place.Name);
            sources[place.Name] = new(place.Name, Math.Max(rows, source.Rows), tensor.Columns);
        }

        return [.. order.Select(name => sources[name])];
    }

    /// <summary>Whether a tensor that no computation needs may be in a file: tables that are computed, and the head of a model whose embedding is its head.</summary>
    public bool MayBeExtra(ModelConfig config, string name) =>
        name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal) || name.EndsWith("rotary_pos_emb.inv_freq", StringComparison.Ordinal)
        || (config.TiedEmbeddings && name == Locate(config, TensorNames.Head).Name);

    private static int FirstRow(ModelConfig config, FusedPart part) => part switch
    {
        FusedPart.Key => config.QuerySize,
        FusedPart.Value => config.QuerySize + config.KeyValueSize,
        FusedPart.Up => config.IntermediateSize,
        _ => 0,
    };
}

/// <summary>A module of a layer as its family has it.</summary>
/// <param name="Name">Its name after the layer's number.</param>
/// <param name="Part">Which rows of it are meant.</param>
internal sealed record LayerModule(string Name, FusedPart Part = FusedPart.Whole);

/// <summary>Which rows of a tensor are meant: all, or a part that is kept in one with others.</summary>
internal enum FusedPart
{
    Whole,
    Query,
    Key,
    Value,
    Gate,
    Up,
}

/// <summary>Where a canonical tensor lies in its family's files.</summary>
/// <param name="Name">The name of the tensor it is (a part of).</param>
/// <param name="FirstRow">Its first row there.</param>
internal readonly record struct TensorPlace(string Name, int FirstRow);
