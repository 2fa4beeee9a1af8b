using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>The rotation of each position and pair as a complex number, cosine + i·sine, fp32; computed in double, and for as many positions as were needed so far.</summary>
internal sealed class RotaryTable(ModelConfig config, Device device) : IDisposable
{
    private const int Block = 1024;
    private readonly double[] _frequencies = new RotaryFrequencies(config).Values.ToArray();
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
