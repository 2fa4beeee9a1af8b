namespace LongWriter.Tests;

/// <summary>A published model's tensors as a source of weights, in memory; maps the names and fused forms by itself.</summary>
internal sealed class PublishedWeights(PublishedModel model) : ModelWeights(ConfigOf(model))
{
    public override StoredFormat FormatOf(string name) => StoredFormat.Float32;

    public override void Read(ModelTensor tensor, int firstRow, Span<float> destination)
    {
        var (values, offset) = Find(tensor);
        values.AsSpan(offset + firstRow * tensor.Columns, destination.Length).CopyTo(destination);
    }

    public override void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination)
    {
        var (values, offset) = Find(tensor);
        for (var i = 0; i < destination.Length; i++)
            destination[i] = PlainQuantizer.BFloat16(values[offset + firstRow * tensor.Columns + i]);
    }

    public override void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales)
    {
        var (values, offset) = Find(tensor);
        PlainQuantizer.Int8(values.AsSpan(offset + firstRow * tensor.Columns, quants.Length), quants, scales);
    }

    private (float[] Values, int Offset) Find(ModelTensor tensor)
    {
        if (model.Tensors.TryGetValue(tensor.Name, out var stored))
        {
            Assert.Equal((long)tensor.Rows * tensor.Columns, stored.Values.Length);
            return (stored.Values, 0);
        }

        // GLM-4's fused tensors and its other names.
        var name = tensor.Name;
        var inner = Config.IntermediateSize * Config.HiddenSize;
        if (Config.Architecture == "GlmForCausalLM")
        {
            var fused = model.Tensors[name.Replace("gate_proj", "gate_up_proj").Replace("up_proj", "gate_up_proj").Replace("gate_gate_", "gate_")].Values;
            return (fused, name.Contains("gate_proj") ? 0 : inner);
        }

        name = name.Replace("model.layers.", "transformer.encoder.layers.").Replace("o_proj", "dense").Replace("self_attn", "self_attention");
        var columns = tensor.IsVector ? 1 : Config.HiddenSize;
        if (name.Contains("q_proj") || name.Contains("k_proj") || name.Contains("v_proj"))
        {
            var first = name.Contains("q_proj") ? 0 : name.Contains("k_proj") ? Config.QuerySize : Config.QuerySize + Config.KeyValueSize;
            return (model.Tensors[name.Replace("q_proj", "query_key_value").Replace("k_proj", "query_key_value").Replace("v_proj", "query_key_value")].Values, first * columns);
        }

        return name switch
        {
            "model.embed_tokens.weight" => (model.Tensors["transformer.embedding.word_embeddings.weight"].Values, 0),
            "model.norm.weight" => (model.Tensors["transformer.encoder.final_layernorm.weight"].Values, 0),
            "lm_head.weight" => (model.Tensors["transformer.output_layer.weight"].Values, 0),
            _ when name.Contains("gate_proj") => (model.Tensors[name.Replace("gate_proj", "dense_h_to_4h")].Values, 0),
            _ when name.Contains("up_proj") => (model.Tensors[name.Replace("up_proj", "dense_h_to_4h")].Values, inner),
            _ when name.Contains("down_proj") => (model.Tensors[name.Replace("down_proj", "dense_4h_to_h")].Values, 0),
            _ => (model.Tensors[name].Values, 0),
        };
    }

    private static ModelConfig ConfigOf(PublishedModel model)
    {
        var plain = PlainConfig.Read(model.ConfigJson);
        return new()
        {
            Architecture = plain.Family switch { "glm" => "GlmForCausalLM", "chatglm" => "ChatGLMModel", _ => "LlamaForCausalLM" },
            VocabularySize = model.Tensors.First(static tensor => tensor.Key.Contains("embed")).Value.Shape[0],
            HiddenSize = plain.Hidden,
            IntermediateSize = plain.Inner,
            LayerCount = plain.Layers,
            HeadCount = plain.Heads,
            KeyValueHeadCount = plain.KeyValueHeads,
            HeadDimension = plain.HeadDimension,
            ContextLength = 512,
            NormEpsilon = (float)plain.Epsilon,
            RopeTheta = plain.Theta,
            RotaryDimension = plain.RotaryDimension,
            RotaryInterleaved = plain.Interleaved,
            AttentionBias = plain.AttentionBias,
            AttentionOutputBias = plain.OutputBias,
            FeedForwardBias = plain.FeedForwardBias,
            QueryKeyNorm = plain.Family == "qwen3",
            TiedEmbeddings = plain.Tied,
            SlidingWindow = plain.Window,
            RopeScaling = plain.Scaling is not { } scaling ? null
                : scaling.TryGetProperty("low_freq_factor", out var low)
                    ? new Llama3RopeScaling(
                        scaling.GetProperty("factor").GetDouble(), low.GetDouble(), scaling.GetProperty("high_freq_factor").GetDouble(),
                        scaling.GetProperty("original_max_position_embeddings").GetInt32())
                    : new LinearRopeScaling(scaling.GetProperty("factor").GetDouble()),
        };
    }
}
