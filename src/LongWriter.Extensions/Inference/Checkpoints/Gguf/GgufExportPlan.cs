namespace LongWriter;

/// <summary>Which tensors a file gets, in which order and type.</summary>
internal static class GgufExportPlan
{
    public static IReadOnlyList<GgufExportTensor> Create(ModelConfig config, GgufFamily family, GgufExportFormat format, List<string> notes)
    {
        var tensors = new List<GgufExportTensor>();
        var names = GgufNames.OfLayers(config.LayerCount);
        var matrixType = TypeOf(format);
        var odd = false;
        if (GgufRope.FactorsOf(config) is { } factors)
            tensors.Add(new(GgufNames.FrequencyFactors, factors.Length, 1, GgufTensorType.Float32, [], factors));

        ModelTensor? gate = null;
        foreach (var tensor in ModelTensor.Of(config))
        {
            if (!names.TryGetValue(tensor.Name, out var place))
            {
                Add(tensor.Name switch { TensorNames.Embedding => GgufNames.Embedding, TensorNames.FinalNorm => GgufNames.FinalNorm, _ => GgufNames.Head }, new GgufExportPiece(tensor, 0));
                continue;
            }

            var name = GgufNames.Layer(place.Layer, place.Name, place.Part);
            if (family.FusedGate && place.Name == "ffn_gate")
                gate = tensor;
            else if (family.FusedGate && place.Name == "ffn_up")
                Add(name, new GgufExportPiece(gate!.Value, 0), new GgufExportPiece(tensor, 0));
            else
                Add(name, new GgufExportPiece(tensor, family.PermutedHeads && place.Name is "attn_q" or "attn_k" ? config.HeadDimension : 0));
        }

        if (odd)
            notes.Add($"Matrices whose rows are no multiple of {GgufTensorType.Int8.BlockLength} were written as BF16, because Q8_0 cannot hold them.");

        return tensors;

        void Add(string name, params GgufExportPiece[] pieces)
        {
            var first = pieces[0].Tensor;
            if (first.IsVector)
            {
                tensors.Add(new(name, first.Rows, 1, GgufTensorType.Float32, pieces));
                return;
            }

            var fits = first.Columns % matrixType.BlockLength == 0;
            odd |= !fits;
            tensors.Add(new(name, first.Columns, pieces.Sum(static p => (long)p.Tensor.Rows), fits ? matrixType : GgufTensorType.BFloat16, pieces));
        }
    }

    public static GgufTensorType TypeOf(GgufExportFormat format) => format switch
    {
        GgufExportFormat.Float32 => GgufTensorType.Float32,
        GgufExportFormat.BFloat16 => GgufTensorType.BFloat16,
        GgufExportFormat.Float16 => GgufTensorType.Float16,
        GgufExportFormat.Int8 => GgufTensorType.Int8,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Name one of the formats."),
    };
}
