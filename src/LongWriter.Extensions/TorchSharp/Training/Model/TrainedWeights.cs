using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>A model in training as a source of weights: a decoder is loaded from it without a file between. It is read while no step runs.</summary>
internal sealed class TrainedWeights(TrainableModel model) : ModelWeights(model.Config)
{
    public override StoredFormat FormatOf(string name) => StoredFormat.Float32;

    public override void Read(ModelTensor tensor, int firstRow, Span<float> destination) =>
        With(tensor, firstRow, destination, static (numbers, target) => numbers.CopyTo(target));

    public override void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination) => With(tensor, firstRow, destination, (numbers, target) =>
    {
        if (!WeightConversion.ToBFloat16(numbers, target))
            throw new LongWriterException(LongWriterError.TrainingDiverged, $"{tensor.Name} holds numbers that are not finite.");
    });

    // Decoders of what is being trained have 16 or 32 bit.
    public override void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales) => throw new NotSupportedException("A model in training is read as 16 or 32 bit.");

    private void With<T>(ModelTensor tensor, int firstRow, Span<T> destination, ReadAction<T> read)
    {
        // Gradient mode belongs to a thread, and a decoder is loaded by several.
        using var none = no_grad();
        using var rows = model[tensor.Name].narrow(0, firstRow, destination.Length / tensor.Columns);
        read(MemoryMarshal.Cast<byte, float>(rows.bytes), destination);
    }

    private delegate void ReadAction<T>(ReadOnlySpan<float> numbers, Span<T> destination);
}
