using static TorchSharp.torch;

namespace LongWriter;

/// <summary>Memory for the keys and values of one text, or of several that began alike: for each layer two tensors [capacity, key heads, dimension].</summary>
internal sealed class KeyValueStore
{
    private const int Block = 64;
    private readonly Tensor[] _keys, _values;
    private readonly ModelConfig _config;
    private int _owners = 1;

    private KeyValueStore(ModelConfig config, Tensor[] keys, Tensor[] values, int capacity)
    {
        (_config, _keys, _values) = (config, keys, values);
        Capacity = capacity;
    }

    /// <summary>Tokens that fit.</summary>
    public int Capacity { get; private set; }

    /// <summary>Whether several sequences read it, so that none may write.</summary>
    public bool IsShared => _owners > 1;

    public static KeyValueStore Create(ModelConfig config, int length, ScalarType type, Device device)
    {
        var capacity = Round(config, length);
        var made = new List<Tensor>();
        try
        {
            for (var i = 0; i < 2 * config.LayerCount; i++)
                made.Add(Allocate(config, capacity, type, device));
        }
        catch
        {
            made.ForEach(static tensor => tensor.Dispose());
            throw;
        }

        return new(config, [.. made.Take(config.LayerCount)], [.. made.Skip(config.LayerCount)], capacity);
    }

    public Tensor Keys(int layer) => _keys[layer];

    public Tensor Values(int layer) => _values[layer];

    public KeyValueStore Share()
    {
        _owners++;
        return this;
    }

    /// <summary>One sequence less reads it; with the last its memory goes.</summary>
    public void Release()
    {
        if (--_owners > 0)
            return;

        foreach (var tensor in _keys.Concat(_values))
            tensor.Dispose();
    }

    /// <summary>A store of its own that holds the first tokens of this one.</summary>
    public KeyValueStore Copy(int used, int length)
    {
        var copy = Create(_config, length, _keys[0].dtype, _keys[0].device);
        for (var layer = 0; layer < _config.LayerCount; layer++)
        {
            CopyStart(_keys[layer], copy._keys[layer], used);
            CopyStart(_values[layer], copy._values[layer], used);
        }

        return copy;
    }

    /// <summary>Makes room, half as much again at least, so that growing token by token copies each token a few times only. One tensor after the other: both sizes are held of one alone.</summary>
    public void Grow(int used, int length)
    {
        var capacity = Round(_config, Math.Max(length, Math.Min(_config.ContextLength, Capacity + (Capacity / 2))));
        for (var layer = 0; layer < _config.LayerCount; layer++)
        {
            Grow(_keys, layer, used, capacity);
            Grow(_values, layer, used, capacity);
        }

        Capacity = capacity;
    }

    private void Grow(Tensor[] tensors, int layer, int used, int capacity)
    {
        var old = tensors[layer];
        var grown = Allocate(_config, capacity, old.dtype, old.device);
        CopyStart(old, grown, used);
        tensors[layer] = grown;
        old.Dispose();
    }

    private static void CopyStart(Tensor from, Tensor to, int used)
    {
        if (used == 0)
            return;

        using var source = from.narrow(0, 0, used);
        using var target = to.narrow(0, 0, used);
        target.copy_(source);
    }

    private static int Round(ModelConfig config, int length) => (int)Math.Min(Math.Max(length, config.ContextLength), ((long)length + Block - 1) / Block * Block);

    private static Tensor Allocate(ModelConfig config, int capacity, ScalarType type, Device device) =>
        empty(capacity, config.KeyValueHeadCount, config.HeadDimension, dtype: type, device: device).DetachFromDisposeScope();
}
