using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>Reads a checkpoint into tensors, straight into their memory.</summary>
internal sealed class TorchModelReader(ModelWeights weights, WeightFormat format, Device device)
{
    // Rows of one read; libtorch gives at most 2 GiB of a tensor's memory at once.
    private const int BytesAtOnce = 64 << 20;
    private readonly ModelConfig _config = weights.Config;
    private readonly Dictionary<string, ModelTensor> _tensors = ModelTensor.Of(weights.Config).ToDictionary(static t => t.Name);
    private readonly List<IDisposable> _made = [];

    /// <summary>Reads all of it.</summary>
    /// <exception cref="LongWriterException">A tensor's values are not usable (<see cref="LongWriterError.InvalidModel"/>), or the memory is too small (<see cref="LongWriterError.InsufficientMemory"/>).</exception>
    public TorchModel Read()
    {
        try
        {
            var embedding = Projection([TensorNames.Embedding]);
            var layers = Enumerable.Range(0, _config.LayerCount).Select(Layer).ToArray();
            var head = _config.TiedEmbeddings ? embedding : Projection([TensorNames.Head]);
            return new(embedding, layers, Vector(TensorNames.FinalNorm), head);
        }
        catch (Exception error)
        {
            // What was read so far is no garbage that the collector sees the size of.
            _made.ForEach(static made => made.Dispose());
            if (error is ExternalException native && TorchErrors.IsMemory(native))
                throw TorchErrors.Memory("the model's weights", native);

            throw;
        }
    }

    private TorchLayer Layer(int layer)
    {
        var (query, key) = (TensorNames.Query(layer), TensorNames.Key(layer));
        return new(
            Vector(TensorNames.AttentionNorm(layer)),
            Projection([query, key, TensorNames.Value(layer)], rotated: [query, key]),
            _config.QueryKeyNorm ? Vector(TensorNames.QueryNorm(layer), rotated: true) : null,
            _config.QueryKeyNorm ? Vector(TensorNames.KeyNorm(layer), rotated: true) : null,
            Projection([TensorNames.AttentionOutput(layer)]),
            Vector(TensorNames.FeedForwardNorm(layer)),
            Projection([TensorNames.Gate(layer), TensorNames.Up(layer)]),
            Projection([TensorNames.Down(layer)]));
    }

    private Tensor Vector(string name, bool rotated = false) => Place(Keep(tensor(Numbers(_tensors[name], rotated), dtype: ScalarType.Float32)));

    private TorchProjection Projection(string[] names, params ReadOnlySpan<string> rotated)
    {
        var columns = _tensors[names[0]].Columns;
        var rows = names.Sum(name => (long)_tensors[name].Rows);
        var bias = Bias(names, rotated);
        if (format == WeightFormat.Int8)
            return Int8(names, rotated, rows, columns, bias);

        var weight = Keep(empty(rows, columns, dtype: format == WeightFormat.Float32 ? ScalarType.Float32 : ScalarType.BFloat16));
        var first = 0L;
        foreach (var name in names)
        {
            var part = _tensors[name];
            using var target = weight.narrow(0, first, part.Rows);
            Fill(part, target, rotated.Contains(name));
            first += part.Rows;
        }

        return new DenseProjection(Place(weight), bias);
    }

    private Int8Projection Int8(string[] names, ReadOnlySpan<string> rotated, long rows, int columns, Tensor? bias)
    {
        if (columns % 32 != 0)
            throw new LongWriterException(LongWriterError.InvalidModel, $"{names[0]}: {columns} columns are not a multiple of 32, which 8-bit weights need. Take {nameof(WeightFormat)}.{nameof(WeightFormat.BFloat16)}.");

        var weight = Keep(empty(rows, columns, dtype: ScalarType.Int8));
        var scales = Keep(empty(rows, dtype: ScalarType.BFloat16));
        var first = 0L;
        foreach (var name in names)
        {
            var part = _tensors[name];
            Quantize(part, rotated.Contains(name), weight.narrow(0, first, part.Rows), scales.narrow(0, first, part.Rows));
            first += part.Rows;
        }

        return new(Place(weight), Place(scales), bias);
    }

    private void Quantize(ModelTensor part, bool rotated, Tensor weight, Tensor scales)
    {
        var height = Math.Max(_config.HeadDimension, BytesAtOnce / (4 * part.Columns) / _config.HeadDimension * _config.HeadDimension);
        for (var first = 0; first < part.Rows; first += height)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(height, part.Rows - first);
            var rows = empty(count, part.Columns, dtype: ScalarType.Float32);
            Fill(part, rows, rotated, first);
            // The scale is rounded first, so that its rounding is part of what the quants make up for; a row of zeros may have any.
            var scale = rows.abs().amax([1], keepdim: true).Scale(1.0 / 127).AtLeast(1e-30).to(ScalarType.BFloat16);
            weight.narrow(0, first, count).copy_(rows.div_(scale).round_().Within(-127, 127));
            scales.narrow(0, first, count).copy_(scale.squeeze(1));
        }

        weight.Dispose();
        scales.Dispose();
    }

    private Tensor? Bias(string[] names, ReadOnlySpan<string> rotated)
    {
        if (!_tensors.ContainsKey(TensorNames.BiasOf(names[0])))
            return null;

        var numbers = new List<float>();
        foreach (var name in names)
            numbers.AddRange(Numbers(_tensors[TensorNames.BiasOf(name)], rotated.Contains(name)));

        return Place(Keep(tensor([.. numbers], dtype: ScalarType.Float32)));
    }

    private float[] Numbers(ModelTensor vector, bool rotated)
    {
        var numbers = new float[vector.Rows];
        weights.Read(vector, 0, numbers);
        return rotated ? [.. Enumerable.Range(0, numbers.Length).Select(i => numbers[Source(i)])] : numbers;
    }

    /// <summary>Fills a contiguous tensor with rows of a checkpoint's one.</summary>
    private void Fill(ModelTensor source, Tensor target, bool rotated, int first = 0)
    {
        var count = (int)target.shape[0];
        var height = rotated ? 1 : Math.Max(1, BytesAtOnce / (4 * source.Columns));
        for (var row = 0; row < count; row += height)
        {
            using var rows = target.narrow(0, row, Math.Min(height, count - row));
            var from = rotated ? Source(first + row) : first + row;
            if (target.dtype == ScalarType.Float32)
                weights.Read(source, from, MemoryMarshal.Cast<byte, float>(rows.bytes));
            else
                weights.ReadBFloat16(source, from, MemoryMarshal.Cast<byte, ushort>(rows.bytes));
        }
    }

    // Rotated pairs are made neighbours, as complex numbers lie; the same order in queries and keys leaves their products as they are.
    private int Source(int row)
    {
        var (head, place) = (row / _config.HeadDimension * _config.HeadDimension, row % _config.HeadDimension);
        return _config.RotaryInterleaved || place >= _config.RotaryDimension ? row : head + (place / 2) + (place % 2 * (_config.RotaryDimension / 2));
    }

    private Tensor Keep(Tensor made)
    {
        _made.Add(made.DetachFromDisposeScope());
        return made;
    }

    private Tensor Place(Tensor made)
    {
        if (device.type == TorchSharp.DeviceType.CPU)
            return made;

        var placed = Keep(made.to(device));
        made.Dispose();
        return placed;
    }
}
