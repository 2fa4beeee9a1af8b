using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>The rotation of each position and pair as a complex number, cosine + i·sine, fp32; computed in double, and for as many positions as were needed so far.</summary>
internal sealed class RotaryTable(ModelConfig config, Device device) : IDisposable
{
    private const int Block = 1024;
    private readonly double[] _frequencies = Frequencies(config);
    private Tensor? _table;
    private int _positions;

    /// <summary>The rotations of some positions: complex64 [positions, 1, pairs], in the current dispose scope.</summary>
    /// <param name="positions">Positions in any order, below the model's context length.</param>
    public Tensor At(ReadOnlySpan<long> positions)
    {
        var (first, last) = (positions[0], positions[0]);
        var consecutive = true;
        for (var i = 1; i < positions.Length; i++)
        {
            consecutive &= positions[i] == first + i;
            last = Math.Max(last, positions[i]);
        }

        Reserve((int)last + 1);
        using var rows = consecutive ? _table!.narrow(0, first, positions.Length) : _table!.index_select(0, tensor(positions.ToArray(), device: device));
        return rows.view_as_complex().unsqueeze(1);
    }

    public void Dispose() => _table?.Dispose();

    // pair i of d turns by theta^(-2i/d) a position; the scalings as published with Llama 3.1 and by "position interpolation".
    internal static double[] Frequencies(ModelConfig config)
    {
        var frequencies = new double[config.RotaryDimension / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            var frequency = Math.Pow(config.RopeTheta, -2.0 * i / config.RotaryDimension);
            frequencies[i] = config.RopeScaling switch
            {
                null => frequency,
                LinearRopeScaling linear => frequency / linear.Factor,
                Llama3RopeScaling llama => Scale(llama, frequency),
                var other => throw new LongWriterException(LongWriterError.InvalidModel, $"rope_scaling: {other.GetType().Name} is not supported by the TorchSharp decoder."),
            };
        }

        return frequencies;
    }

    private static double Scale(Llama3RopeScaling scaling, double frequency)
    {
        // How often the pair turns within the original context: above the high factor it is left, below the low one divided.
        var turns = scaling.OriginalContextLength * frequency / (2 * Math.PI);
        var share = (turns - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return double.Lerp(frequency / scaling.Factor, frequency, Math.Clamp(share, 0, 1));
    }

    private void Reserve(int positions)
    {
        if (positions <= _positions)
            return;

        var count = Math.Min(Math.Max(config.ContextLength, positions), Math.Max(2 * _positions, (positions + Block - 1) / Block * Block));
        var pairs = _frequencies.Length;
        var table = empty(count, pairs, 2, dtype: ScalarType.Float32).DetachFromDisposeScope();
        var numbers = MemoryMarshal.Cast<byte, float>(table.bytes);
        for (var position = 0; position < count; position++)
        {
            for (var i = 0; i < pairs; i++)
            {
                var (sine, cosine) = Math.SinCos(position * _frequencies[i]);
                numbers[2 * ((position * pairs) + i)] = (float)cosine;
                numbers[(2 * ((position * pairs) + i)) + 1] = (float)sine;
            }
        }

        if (device.type != TorchSharp.DeviceType.CPU)
        {
            using var local = table;
            table = local.to(device).DetachFromDisposeScope();
        }

        _table?.Dispose();
        (_table, _positions) = (table, count);
    }
}
