using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Writes the tensors of a GGUF file one after another, some rows at a time.</summary>
internal sealed class GgufTensorWriter(ModelWeights weights, Stream stream, string file)
{
    private const int BufferValues = 1 << 20;
    private const int Group = 32;

    public void Write(GgufExportTensor tensor, CancellationToken cancellationToken)
    {
        if (tensor.Values is { } values)
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));

        foreach (var piece in tensor.Pieces)
        {
            // Rows are moved within a head, so whole heads are read.
            var step = piece.HeadRows > 0 ? piece.HeadRows : Math.Max(1, BufferValues / piece.Tensor.Columns);
            for (var row = 0; row < piece.Tensor.Rows; row += step)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = Math.Min(step, piece.Tensor.Rows - row);
                var bytes = Encode(tensor.Type, piece.Tensor, row, rows);
                stream.Write(piece.HeadRows > 0 ? Permute(bytes, rows) : bytes);
            }
        }

        stream.Write(new byte[GgufHeaderWriter.PaddingAfter(tensor.Bytes)]);
    }

    private byte[] Encode(GgufTensorType type, ModelTensor tensor, int row, int rows)
    {
        var count = rows * tensor.Columns;
        var bytes = new byte[type.BytesOf(count)];
        if (type == GgufTensorType.Float32)
        {
            weights.Read(tensor, row, MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
        }
        else if (type == GgufTensorType.BFloat16)
        {
            weights.ReadBFloat16(tensor, row, MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()));
        }
        else if (type == GgufTensorType.Float16)
        {
            var values = new float[count];
            weights.Read(tensor, row, values);
            var halves = MemoryMarshal.Cast<byte, Half>(bytes.AsSpan());
            for (var i = 0; i < values.Length; i++)
                halves[i] = Half.IsFinite((Half)values[i]) ? (Half)values[i] : throw new LongWriterException(LongWriterError.InvalidModel, $"{file}: tensor {tensor.Name} has the weight {values[i]}, which fp16 cannot hold. Export as BF16 or F32.");
        }
        else
        {
            var (quants, scales) = (new sbyte[count], new float[count / Group]);
            weights.ReadInt8(tensor, row, quants, scales);
            GgufBlocks.ToBlocks(quants, scales, bytes);
        }

        return bytes;
    }

    /// <summary>Puts the rows of one head into the order of the file.</summary>
    private static byte[] Permute(byte[] source, int rows)
    {
        var (bytes, width) = (new byte[source.Length], source.Length / rows);
        for (var row = 0; row < rows; row++)
            source.AsSpan(row * width, width).CopyTo(bytes.AsSpan(GgufSlice.PermutedRow(row, rows) * width));

        return bytes;
    }
}
