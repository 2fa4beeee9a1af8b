using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Writes weights from any source as a Hugging Face folder, some rows at a time.</summary>
internal static class CheckpointFolder
{
    private const int NumbersAtOnce = 1 << 20;

    /// <summary>Writes the companions first and the weights last, so that a folder with weights is complete.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="source">The folder whose companions are taken.</param>
    /// <param name="folder">The folder to be made.</param>
    /// <param name="type">BF16, which is copied where the source holds it, or F32.</param>
    /// <param name="cancellationToken">Stops between two parts; files that are half written are removed.</param>
    public static void Write(ModelWeights weights, string source, string folder, SafetensorsType type, CancellationToken cancellationToken = default)
    {
        ModelCompanions.Copy(source, folder);
        SafetensorsWriter.WriteFolder(folder, Entries(weights, type, cancellationToken));
    }

    // Under the family's published names; tensors that it keeps in one are put together.
    private static IEnumerable<SafetensorsEntry> Entries(ModelWeights weights, SafetensorsType type, CancellationToken cancellationToken)
    {
        var layout = TensorLayout.Of(weights.Config);
        var parts = ModelTensor.Of(weights.Config).Select(t => (Tensor: t, Place: layout.Locate(weights.Config, t.Name))).ToLookup(static p => p.Place.Name);
        foreach (var stored in layout.Sources(weights.Config))
        {
            var pieces = parts[stored.Name].OrderBy(static p => p.Place.FirstRow).Select(static p => p.Tensor).ToArray();
            yield return new(stored.Name, type, stored.IsVector ? [stored.Rows] : [stored.Rows, stored.Columns], stream => Array.ForEach(pieces, piece => Write(weights, piece, stream, type, cancellationToken)));
        }
    }

    private static void Write(ModelWeights weights, ModelTensor tensor, Stream stream, SafetensorsType type, CancellationToken cancellationToken)
    {
        var height = Math.Clamp(NumbersAtOnce / tensor.Columns, 1, tensor.Rows);
        var numbers = new float[type == SafetensorsType.F32 ? height * tensor.Columns : 0];
        var bits = new ushort[type == SafetensorsType.F32 ? 0 : height * tensor.Columns];
        for (var first = 0; first < tensor.Rows; first += height)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(height, tensor.Rows - first) * tensor.Columns;
            if (type == SafetensorsType.F32)
            {
                weights.Read(tensor, first, numbers.AsSpan(0, count));
                stream.Write(MemoryMarshal.AsBytes(numbers.AsSpan(0, count)));
            }
            else
            {
                weights.ReadBFloat16(tensor, first, bits.AsSpan(0, count));
                stream.Write(MemoryMarshal.AsBytes(bits.AsSpan(0, count)));
            }
        }
    }
}
