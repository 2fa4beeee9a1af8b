using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>Writes a trained model as a Hugging Face folder: the published names of its family, and the configuration and tokenizer that it began with.</summary>
internal static class TrainedModel
{
    /// <summary>The folder of the model within that of the run.</summary>
    public const string Folder = "model";

    private const int NumbersAtOnce = 16 << 20;

    /// <summary>Writes weights as bfloat16 or fp32, after everything else, so that a folder with weights is complete.</summary>
    public static void Write(TrainableModel model, string source, string folder, SafetensorsType type)
    {
        ModelCompanions.Copy(source, folder);
        SafetensorsWriter.WriteFolder(folder, Entries(model.Config, model.Parameters, type));
    }

    /// <summary>Tensors under the family's published names; those that it keeps in one are put together.</summary>
    public static IEnumerable<SafetensorsEntry> Entries(ModelConfig config, IReadOnlyDictionary<string, Tensor> tensors, SafetensorsType type)
    {
        var layout = TensorLayout.Of(config);
        var parts = ModelTensor.Of(config).Select(t => (Tensor: t, Place: layout.Locate(config, t.Name))).ToLookup(static p => p.Place.Name);
        foreach (var stored in layout.Sources(config))
        {
            var pieces = parts[stored.Name].OrderBy(static p => p.Place.FirstRow).Select(p => tensors[p.Tensor.Name]).ToArray();
            yield return new(stored.Name, type, stored.IsVector ? [stored.Rows] : [stored.Rows, stored.Columns], stream => Array.ForEach(pieces, piece => Write(piece, stream, type)));
        }
    }

    private static void Write(Tensor tensor, Stream stream, SafetensorsType type)
    {
        using var none = no_grad();
        using var flat = tensor.detach().flatten();
        for (long first = 0; first < flat.numel(); first += NumbersAtOnce)
        {
            using var scope = NewDisposeScope();
            var part = flat.narrow(0, first, Math.Min(NumbersAtOnce, flat.numel() - first)).to(ScalarType.Float32).contiguous();
            if (type == SafetensorsType.F32)
            {
                stream.Write(part.bytes);
                continue;
            }

            var halves = new ushort[part.numel()];
            if (!WeightConversion.ToBFloat16(MemoryMarshal.Cast<byte, float>(part.bytes), halves))
                throw new LongWriterException(LongWriterError.TrainingDiverged, "The trained weights hold numbers that are not finite; take an earlier checkpoint.");
            stream.Write(MemoryMarshal.AsBytes<ushort>(halves));
        }
    }
}
