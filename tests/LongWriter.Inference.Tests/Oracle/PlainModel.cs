namespace LongWriter.Tests;

/// <summary>
/// The oracle: each architecture written down from its definition, in double precision with loops over arrays, no cache, no batch, and none of the
/// library's code; it reads tensors under their published names.
/// </summary>
internal sealed class PlainModel
{
    private readonly PlainConfig _config;
    private readonly PublishedModel _model;

    public PlainModel(PublishedModel model)
    {
        _model = model;
        _config = PlainConfig.Read(model.ConfigJson);
    }

    /// <summary>Logits after each token of a text.</summary>
    public double[][] Logits(IReadOnlyList<int> ids)
    {
        var glm = _config.Family == "chatglm";
        var embedding = Tensor(glm ? "transformer.embedding.word_embeddings.weight" : "model.embed_tokens.weight");
        var x = ids.Select(id => Row(embedding, id)).ToArray();
        for (var layer = 0; layer < _config.Layers; layer++)
            Layer(x, layer, glm);

        var norm = Tensor(glm ? "transformer.encoder.final_layernorm.weight" : "model.norm.weight");
        var head = glm ? Tensor("transformer.output_layer.weight") : _config.Tied ? embedding : Tensor("lm_head.weight");
        return [.. x.Select(row => Multiply(head, 0, head.Shape[0], Norm(row, norm), null))];
    }

    private void Layer(double[][] x, int layer, bool glm)
    {
        var path = glm ? $"transformer.encoder.layers.{layer}." : $"model.layers.{layer}.";
        var (heads, groups, width) = (_config.Heads, _config.KeyValueHeads, _config.HeadDimension);
        var (query, keyValue) = (heads * width, groups * width);
        var count = x.Length;
        var (q, k, v) = (new double[count][], new double[count][], new double[count][]);
        var attentionNorm = Tensor(path + "input_layernorm.weight");
        for (var t = 0; t < count; t++)
        {
            var normed = Norm(x[t], attentionNorm);
            if (glm)
            {
                var fused = Multiply(Tensor(path + "self_attention.query_key_value.weight"), 0, query + 2 * keyValue, normed, Tensor(path + "self_attention.query_key_value.bias"));
                (q[t], k[t], v[t]) = (fused[..query], fused[query..(query + keyValue)], fused[(query + keyValue)..]);
            }
            else
            {
                (q[t], k[t], v[t]) = (Linear(path + "self_attn.q_proj", normed), Linear(path + "self_attn.k_proj", normed), Linear(path + "self_attn.v_proj", normed));
            }

            if (_config.Family == "qwen3")
            {
                NormHeads(q[t], Tensor(path + "self_attn.q_norm.weight"));
                NormHeads(k[t], Tensor(path + "self_attn.k_norm.weight"));
            }

            for (var h = 0; h < heads; h++)
                Rotate(q[t], h * width, t);
            for (var h = 0; h < groups; h++)
                Rotate(k[t], h * width, t);
        }

        var feedForwardNorm = Tensor(path + "post_attention_layernorm.weight");
        for (var t = 0; t < count; t++)
        {
            var mixed = Attend(q[t], k, v, t);
            Add(x[t], glm ? Multiply(Tensor(path + "self_attention.dense.weight"), 0, _config.Hidden, mixed, null) : Linear(path + "self_attn.o_proj", mixed));
            var normed = Norm(x[t], feedForwardNorm);
            double[] gate, up;
            if (_config.Family is "glm" or "chatglm")
            {
                var fused = Tensor(path + (glm ? "mlp.dense_h_to_4h.weight" : "mlp.gate_up_proj.weight"));
                (gate, up) = (Multiply(fused, 0, _config.Inner, normed, null), Multiply(fused, _config.Inner, _config.Inner, normed, null));
            }
            else
            {
                (gate, up) = (Linear(path + "mlp.gate_proj", normed), Linear(path + "mlp.up_proj", normed));
            }

            for (var i = 0; i < gate.Length; i++)
                gate[i] = gate[i] / (1 + Math.Exp(-gate[i])) * up[i];

            Add(x[t], glm ? Multiply(Tensor(path + "mlp.dense_4h_to_h.weight"), 0, _config.Hidden, gate, null) : Linear(path + "mlp.down_proj", gate));
        }
    }

    private double[] Attend(double[] query, double[][] keys, double[][] values, int position)
    {
        var (width, share) = (_config.HeadDimension, _config.Heads / _config.KeyValueHeads);
        var output = new double[query.Length];
        var first = _config.Window is { } window ? Math.Max(0, position - window + 1) : 0;
        for (var h = 0; h < _config.Heads; h++)
        {
            var group = h / share * width;
            var weights = new double[position + 1];
            var sum = 0.0;
            for (var s = first; s <= position; s++)
            {
                var dot = 0.0;
                for (var i = 0; i < width; i++)
                    dot += query[h * width + i] * keys[s][group + i];
                sum += weights[s] = Math.Exp(dot / Math.Sqrt(width));
            }

            for (var s = first; s <= position; s++)
                for (var i = 0; i < width; i++)
                    output[h * width + i] += weights[s] / sum * values[s][group + i];
        }

        return output;
    }

    private void Rotate(double[] head, int offset, int position)
    {
        var half = _config.RotaryDimension / 2;
        for (var i = 0; i < half; i++)
        {
            var angle = position * Frequency(Math.Pow(_config.Theta, -2.0 * i / _config.RotaryDimension));
            var (a, b) = _config.Interleaved ? (offset + 2 * i, offset + 2 * i + 1) : (offset + i, offset + i + half);
            var (first, second) = (head[a], head[b]);
            head[a] = first * Math.Cos(angle) - second * Math.Sin(angle);
            head[b] = second * Math.Cos(angle) + first * Math.Sin(angle);
        }
    }

    private double Frequency(double frequency)
    {
        if (_config.Scaling is not { } scaling)
            return frequency;

        var factor = scaling.GetProperty("factor").GetDouble();
        if (!scaling.TryGetProperty("low_freq_factor", out var lowest))
            return frequency / factor;

        var (low, high, context) = (lowest.GetDouble(), scaling.GetProperty("high_freq_factor").GetDouble(), scaling.GetProperty("original_max_position_embeddings").GetDouble());
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength > context / low)
            return frequency / factor;
        if (wavelength < context / high)
            return frequency;

        var share = (context / wavelength - low) / (high - low);
        return (1 - share) * frequency / factor + share * frequency;
    }

    private void NormHeads(double[] heads, PlainTensor weight)
    {
        for (var h = 0; h < heads.Length; h += _config.HeadDimension)
            Norm(heads[h..(h + _config.HeadDimension)], weight).CopyTo(heads, h);
    }

    private double[] Norm(double[] x, PlainTensor weight)
    {
        var scale = 1 / Math.Sqrt(x.Sum(static a => a * a) / x.Length + _config.Epsilon);
        return [.. x.Select((a, i) => a * scale * weight.Values[i])];
    }

    private double[] Linear(string path, double[] x)
    {
        var weight = Tensor(path + ".weight");
        return Multiply(weight, 0, weight.Shape[0], x, _model.Tensors.GetValueOrDefault(path + ".bias"));
    }

    private static double[] Multiply(PlainTensor weight, int firstRow, int rows, double[] x, PlainTensor? bias)
    {
        var y = new double[rows];
        for (var r = 0; r < rows; r++)
        {
            var sum = bias?.Values[firstRow + r] ?? 0.0;
            for (var c = 0; c < x.Length; c++)
                sum += (double)weight.Values[(firstRow + r) * x.Length + c] * x[c];
            y[r] = sum;
        }

        return y;
    }

    private static double[] Row(PlainTensor weight, int row) => [.. weight.Values.Skip(row * weight.Shape[1]).Take(weight.Shape[1]).Select(static a => (double)a)];

    private static void Add(double[] x, double[] y)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] += y[i];
    }

    private PlainTensor Tensor(string name) => _model.Tensors[name];
}
