using System.Text.Json;

namespace LongWriter.Tests.TorchSharp;

/// <summary>The oracle's models under canonical names, mapped here by hand.</summary>
internal sealed class OracleWeights(PublishedModel model) : ModelWeights(ConfigOf(model))
{
    public override StoredFormat FormatOf(string name) => StoredFormat.Float32;

    public override void Read(ModelTensor tensor, int firstRow, Span<float> destination) =>
        Values(tensor).AsSpan(firstRow * tensor.Columns, destination.Length).CopyTo(destination);

    public override void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination)
    {
        var values = Values(tensor).AsSpan(firstRow * tensor.Columns, destination.Length);
        for (var i = 0; i < values.Length; i++)
        {
            // To nearest, ties to even.
            var bits = BitConverter.SingleToUInt32Bits(values[i]);
            destination[i] = (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
        }
    }

    public override void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales) =>
        throw new NotSupportedException("The TorchSharp decoder quantises by rows.");

    private static ModelConfig ConfigOf(PublishedModel model)
    {
        var plain = PlainConfig.Read(model.ConfigJson);
        return new()
        {
            Architecture = JsonDocument.Parse(model.ConfigJson).RootElement.GetProperty("architectures")[0].GetString()!,
            VocabularySize = PublishedModels.Vocabulary,
            HiddenSize = plain.Hidden,
            IntermediateSize = plain.Inner,
            LayerCount = plain.Layers,
            HeadCount = plain.Heads,
            KeyValueHeadCount = plain.KeyValueHeads,
            HeadDimension = plain.HeadDimension,
            ContextLength = 512,
            NormEpsilon = (float)plain.Epsilon,
            RopeTheta = plain.Theta,
            RopeScaling = plain.Scaling is { } scaling ? ScalingOf(scaling) : null,
            RotaryDimension = plain.RotaryDimension,
            RotaryInterleaved = plain.Interleaved,
            AttentionBias = plain.AttentionBias,
            AttentionOutputBias = plain.OutputBias,
            FeedForwardBias = plain.FeedForwardBias,
            QueryKeyNorm = plain.Family == "qwen3",
            TiedEmbeddings = plain.Tied,
            SlidingWindow = plain.Window,
        };
    }

    private static RopeScaling ScalingOf(JsonElement scaling)
    {
        double Number(string name) => scaling.GetProperty(name).GetDouble();
        return scaling.TryGetProperty("low_freq_factor", out _)
            ? new Llama3RopeScaling(Number("factor"), Number("low_freq_factor"), Number("high_freq_factor"), (int)Number("original_max_position_embeddings"))
            : new LinearRopeScaling(Number("factor"));
    }

    private float[] Values(ModelTensor tensor)
    {
        var family = PlainConfig.Read(model.ConfigJson).Family;
        var values = family switch
        {
            "chatglm" => ChatGlm(tensor.Name),
            "glm" when tensor.Name.Contains("gate_proj", StringComparison.Ordinal) || tensor.Name.Contains("up_proj", StringComparison.Ordinal) =>
                Half(model.Tensors[tensor.Name.Replace("gate_proj", "gate_up_proj").Replace("mlp.up_proj", "mlp.gate_up_proj")].Values, tensor.Name.Contains("mlp.up_proj", StringComparison.Ordinal)),
            _ => model.Tensors[tensor.Name].Values,
        };
        Assert.Equal((long)tensor.Rows * tensor.Columns, values.Length);
        return values;
    }

    private float[] ChatGlm(string name)
    {
        if (!name.StartsWith("model.layers.", StringComparison.Ordinal))
        {
            return model.Tensors[name switch
            {
                TensorNames.Embedding => "transformer.embedding.word_embeddings.weight",
                TensorNames.FinalNorm => "transformer.encoder.final_layernorm.weight",
                _ => "transformer.output_layer.weight",
            }].Values;
        }

        var parts = name.Split('.', 4);
        float[] Own(string rest) => model.Tensors[$"transformer.encoder.layers.{parts[2]}.{rest}"].Values;
        var kind = parts[3][(parts[3].LastIndexOf('.') + 1)..];
        var (query, keyValue) = (Config.QuerySize, Config.KeyValueSize);
        float[] Fused(int first, int rows)
        {
            var fused = Own($"self_attention.query_key_value.{kind}");
            var width = fused.Length / (query + (2 * keyValue));
            return fused[(first * width)..((first + rows) * width)];
        }

        return parts[3][..parts[3].LastIndexOf('.')] switch
        {
            "self_attn.q_proj" => Fused(0, query),
            "self_attn.k_proj" => Fused(query, keyValue),
            "self_attn.v_proj" => Fused(query + keyValue, keyValue),
            "self_attn.o_proj" => Own("self_attention.dense.weight"),
            "mlp.gate_proj" => Half(Own("mlp.dense_h_to_4h.weight"), false),
            "mlp.up_proj" => Half(Own("mlp.dense_h_to_4h.weight"), true),
            "mlp.down_proj" => Own("mlp.dense_4h_to_h.weight"),
            var norm => Own($"{norm}.weight"),
        };
    }

    private static float[] Half(float[] fused, bool second) => second ? fused[(fused.Length / 2)..] : fused[..(fused.Length / 2)];
}
