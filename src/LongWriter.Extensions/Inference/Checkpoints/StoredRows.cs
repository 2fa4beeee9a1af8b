using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>A tensor of the model at its place in an open file; reads elements in every form. Safe for concurrent readers.</summary>
/// <param name="Model">The tensor.</param>
/// <param name="File">The file.</param>
/// <param name="Tensor">The tensor it is (a part of); F32, F16 or BF16.</param>
/// <param name="FirstElement">Its first element there.</param>
internal sealed record StoredRows(ModelTensor Model, SafetensorsFile File, SafetensorsTensor Tensor, long FirstElement)
{
    // 256 KB of fp32: large enough for the loops, small enough for the caches.
    private const int ChunkElements = 1 << 16;
    private const int ScratchElements = 2048;

    public void Read(long element, Span<float> destination)
    {
        for (var done = 0; done < destination.Length; done += ChunkElements)
        {
            var part = destination[done..Math.Min(done + ChunkElements, destination.Length)];
            Convert(element + done, part);
        }
    }

    public void ReadBFloat16(long element, Span<ushort> destination)
    {
        var chunk = Tensor.Type == SafetensorsType.F16 ? ScratchElements : ChunkElements;
        Span<float> scratch = stackalloc float[Tensor.Type == SafetensorsType.F16 ? ScratchElements : 0];
        for (var done = 0; done < destination.Length; done += chunk)
        {
            var part = destination[done..Math.Min(done + chunk, destination.Length)];
            using var bytes = Lease(element + done, part.Length);
            var finite = Tensor.Type switch
            {
                SafetensorsType.BF16 => WeightConversion.CopyBFloat16(MemoryMarshal.Cast<byte, ushort>(bytes.Bytes), part),
                SafetensorsType.F32 => WeightConversion.ToBFloat16(MemoryMarshal.Cast<byte, float>(bytes.Bytes), part),
                _ => WeightConversion.FromFloat16(MemoryMarshal.Cast<byte, ushort>(bytes.Bytes), scratch) & WeightConversion.ToBFloat16(scratch[..part.Length], part),
            };
            if (!finite)
                throw NotFinite(bytes.Bytes);
        }
    }

    public void ReadInt8(long element, Span<sbyte> quants, Span<float> scales)
    {
        Span<float> scratch = stackalloc float[ScratchElements];
        for (var done = 0; done < quants.Length; done += ScratchElements)
        {
            var part = quants[done..Math.Min(done + ScratchElements, quants.Length)];
            Convert(element + done, scratch[..part.Length]);
            if (!WeightConversion.ToInt8(scratch[..part.Length], part, scales[(done / WeightConversion.GroupSize)..]))
                throw new LongWriterException(LongWriterError.InvalidModel, $"{File.Path}: {Tensor.Name} has weights too large for 8-bit groups with fp16 scales. Take another weight format.");
        }
    }

    private void Convert(long element, Span<float> destination)
    {
        using var bytes = Lease(element, destination.Length);
        var finite = Tensor.Type switch
        {
            SafetensorsType.BF16 => WeightConversion.FromBFloat16(MemoryMarshal.Cast<byte, ushort>(bytes.Bytes), destination),
            SafetensorsType.F32 => WeightConversion.FromFloat32(MemoryMarshal.Cast<byte, float>(bytes.Bytes), destination),
            _ => WeightConversion.FromFloat16(MemoryMarshal.Cast<byte, ushort>(bytes.Bytes), destination),
        };
        if (!finite)
            throw NotFinite(bytes.Bytes);
    }

    private MappedBytes Lease(long element, int count)
    {
        var size = Tensor.Type.Size();
        return File.Lease(Tensor, (FirstElement + element) * size, count * size);
    }

    private LongWriterException NotFinite(ReadOnlySpan<byte> bytes)
    {
        var stored = Tensor.Type == SafetensorsType.F32 && !MemoryMarshal.Cast<byte, float>(bytes).ContainsAnyExceptInRange(float.MinValue, float.MaxValue)
            ? "a weight that bfloat16 cannot hold" : "a weight that is NaN or infinite";
        return new(LongWriterError.InvalidModel, $"{File.Path}: {Tensor.Name} has {stored}. The checkpoint is damaged, or its training diverged.");
    }
}
