namespace LongWriter;

/// <summary>Finds each tensor of a model in a GGUF file. A missing tensor, another shape, a type that is not read, or a tensor that nothing stands for is an error.</summary>
internal static class GgufTensorMap
{
    public static Dictionary<string, GgufSlice> Create(GgufFile file, GgufFamily family, ModelConfig config)
    {
        var map = new Dictionary<string, GgufSlice>();
        var names = GgufNames.OfLayers(config.LayerCount);
        var used = new HashSet<string> { GgufNames.FrequencyFactors };
        foreach (var tensor in ModelTensor.Of(config))
            map[tensor.Name] = Find(tensor);

        if (file.Tensors.Keys.FirstOrDefault(name => !used.Contains(name)) is { } unknown)
            throw GgufFault.Of(file.Path, $"has tensor {unknown}, which is no part of a model of architecture {family.Name} as this library knows it; what it does would be left out. Take another file of this model.");

        return map;

        GgufSlice Find(ModelTensor tensor)
        {
            switch (tensor.Name)
            {
                case TensorNames.Embedding: return Take(tensor, GgufNames.Embedding, 0, tensor.Rows, 0);
                case TensorNames.FinalNorm: return Take(tensor, GgufNames.FinalNorm, 0, tensor.Rows, 0);
                case TensorNames.Head: return Take(tensor, GgufNames.Head, 0, tensor.Rows, 0);
            }

            var (layer, name, part) = names[tensor.Name];
            if (family.FusedGate && name is "ffn_gate" or "ffn_up")
                return Take(tensor, GgufNames.Layer(layer, "ffn_up", part), name == "ffn_gate" ? 0 : tensor.Rows, 2 * tensor.Rows, 0);

            if (name is "attn_q" or "attn_k" or "attn_v" && file.Tensors.ContainsKey(GgufNames.FusedQueryKeyValue(layer, part)) && !family.PermutedHeads)
            {
                var first = name switch { "attn_q" => 0, "attn_k" => config.QuerySize, _ => config.QuerySize + config.KeyValueSize };
                return Take(tensor, GgufNames.FusedQueryKeyValue(layer, part), first, config.QuerySize + 2 * config.KeyValueSize, 0);
            }

            return Take(tensor, GgufNames.Layer(layer, name, part), 0, tensor.Rows, family.PermutedHeads && name is "attn_q" or "attn_k" ? config.HeadDimension : 0);
        }

        GgufSlice Take(ModelTensor wanted, string name, int firstRow, int rows, int headRows)
        {
            if (!file.Tensors.TryGetValue(name, out var tensor))
                throw GgufFault.Of(file.Path, $"has no tensor {name}, which a model of architecture {family.Name} with its metadata has. The file is incomplete or damaged.");

            used.Add(name);
            if (!tensor.HasShape(rows, wanted.Columns))
                throw GgufFault.Of(file.Path, $"tensor {name} is {tensor.Shape}; by the metadata it is {(wanted.IsVector ? $"{rows}" : $"{wanted.Columns}x{rows}")}. The file is damaged, or of a variant that is not supported.");

            CheckType(file, tensor);
            if (wanted.IsVector && tensor.Type == GgufTensorType.Int8)
                throw GgufFault.Of(file.Path, $"tensor {name} is a vector of type {tensor.Type.Name}; norms and biases have to be F32, F16 or BF16.");

            return new(wanted, tensor, firstRow, headRows);
        }
    }

    public static void CheckType(GgufFile file, GgufTensor tensor)
    {
        if (!tensor.Type.IsSupported)
            throw GgufFault.Of(file.Path, $"tensor {tensor.Name} is of type {tensor.Type.Name}, which this library does not read; it reads F32, F16, BF16 and Q8_0. Take the file of this model that is called Q8_0, F16 or BF16, or its Hugging Face checkpoint.");
    }
}
