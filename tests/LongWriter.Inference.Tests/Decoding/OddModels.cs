using System.Text.Json.Nodes;

namespace LongWriter.Tests;

/// <summary>Llama checkpoints of sizes that fill no register, tile or group.</summary>
internal static class OddModels
{
    public static PublishedModel Create(int hidden, int inner, int layers, int heads, int keyValueHeads, int headDimension, int vocabulary, bool biased = false, int seed = 3)
    {
        var config = new JsonObject
        {
            ["model_type"] = "llama",
            ["vocab_size"] = vocabulary,
            ["hidden_size"] = hidden,
            ["intermediate_size"] = inner,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = heads,
            ["num_key_value_heads"] = keyValueHeads,
            ["head_dim"] = headDimension,
            ["rms_norm_eps"] = 2e-4,
            ["rope_theta"] = 9000.0,
            ["attention_bias"] = biased,
            ["mlp_bias"] = biased,
        };
        var random = new Random(seed);
        var empty = new PublishedModel("odd", config.ToJsonString(), new Dictionary<string, PlainTensor>
        {
            ["model.embed_tokens.weight"] = new([vocabulary, hidden], []),
        });
        using var shape = new PublishedWeights(empty);
        var tensors = ModelTensor.Of(shape.Config).ToDictionary(
            static tensor => tensor.Name,
            tensor => new PlainTensor(
                tensor.IsVector ? [tensor.Rows] : [tensor.Rows, tensor.Columns],
                Values(tensor.Rows * tensor.Columns, tensor.Name.Contains("norm") ? 1 : 0, tensor.IsVector ? 0.4 : 1.3 / Math.Sqrt(tensor.Columns))));
        return empty with { Tensors = tensors };

        float[] Values(int count, double mean, double spread)
        {
            var values = new float[count];
            for (var i = 0; i < count; i++)
                values[i] = (float)(mean + spread * Math.Sqrt(3) * (2 * random.NextDouble() - 1));

            return values;
        }
    }
}
