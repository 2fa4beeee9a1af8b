using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Reads runs of values of a tensor that lie together in the file, piece by piece. Safe for concurrent readers.</summary>
internal readonly record struct GgufRows(GgufFile File, GgufTensor Tensor)
{
    // A multiple of a block that is quick to put on the stack.
    private const int Piece = 2048;

    public void Read(long first, Span<float> destination)
    {
        // A mapped piece is a span, which has an int for its length in bytes.
        const int Most = 1 << 24;
        for (var done = 0; done < destination.Length; done += Most)
            Widen(first + done, destination[done..Math.Min(done + Most, destination.Length)]);
    }

    public void ReadBFloat16(long first, Span<ushort> destination)
    {
        Span<float> scratch = stackalloc float[Piece];
        for (var done = 0; done < destination.Length; done += Piece)
        {
            var part = destination[done..Math.Min(done + Piece, destination.Length)];
            if (Tensor.Type == GgufTensorType.BFloat16)
            {
                using var bytes = Map(first + done, part.Length);
                Require(WeightConversion.CopyBFloat16(MemoryMarshal.Cast<byte, ushort>(bytes.Bytes), part));
            }
            else
            {
                Widen(first + done, scratch[..part.Length]);
                Require(WeightConversion.ToBFloat16(scratch[..part.Length], part));
            }
        }
    }

    public void ReadInt8(long first, Span<sbyte> quants, Span<float> scales)
    {
        Span<float> scratch = stackalloc float[Piece];
        for (var done = 0; done < quants.Length; done += Piece)
        {
            var part = quants[done..Math.Min(done + Piece, quants.Length)];
            var partScales = scales.Slice(done / WeightConversion.GroupSize, part.Length / WeightConversion.GroupSize);
            if (Tensor.Type == GgufTensorType.Int8)
            {
                using var bytes = Map(first + done, part.Length);
                Require(GgufBlocks.FromBlocks(bytes.Bytes, part, partScales));
            }
            else
            {
                Widen(first + done, scratch[..part.Length]);
                Require(WeightConversion.ToInt8(scratch[..part.Length], part, partScales));
            }
        }
    }

    private void Widen(long first, Span<float> destination)
    {
        using var bytes = Map(first, destination.Length);
        Require(GgufBlocks.ToFloat(Tensor.Type, bytes.Bytes, destination));
    }

    private MappedBytes Map(long first, int count) => File.Map(Tensor, Tensor.Type.BytesOf(first), (int)Tensor.Type.BytesOf(count));

    private void Require(bool finite)
    {
        if (!finite)
            throw GgufFault.Of(File.Path, $"tensor {Tensor.Name} has values that are no finite numbers, or too large for the form they are read in. The file is damaged; take another, or read it as F32.");
    }
}
