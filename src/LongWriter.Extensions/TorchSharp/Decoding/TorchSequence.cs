using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>A text of the TorchSharp decoder. Forks read one store until they write.</summary>
internal sealed class TorchSequence(TorchDecoder decoder, ScalarType type, Device device) : IDecoderSequence
{
    private KeyValueStore? _store;
    private bool _disposed;

    public TorchDecoder Decoder => decoder;

    public int Length { get; private set; }

    public long Bytes => _store is null ? 0 : _store.Capacity * decoder.Info.KeyValueBytesPerToken;

    public bool IsDisposed => _disposed;

    public KeyValueStore Store => _store!;

    public void Truncate(int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    public IDecoderSequence Fork()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new TorchSequence(decoder, type, device) { _store = _store?.Share(), Length = Length };
    }

    /// <summary>Makes room for tokens after the last, in a store that is this sequence's own.</summary>
    public void Reserve(int count)
    {
        var length = Length + count;
        try
        {
            if (_store is null)
            {
                _store = KeyValueStore.Create(decoder.Config, length, type, device);
            }
            else if (_store.IsShared)
            {
                var own = _store.Copy(Length, length);
                _store.Release();
                _store = own;
            }
            else if (_store.Capacity < length)
            {
                _store.Grow(Length, length);
            }
        }
        catch (ExternalException error) when (TorchErrors.IsMemory(error))
        {
            throw TorchErrors.Memory($"the cache of {length} tokens", error);
        }
    }

    /// <summary>The tokens whose keys and values now lie in the store are part of the text.</summary>
    public void Advance(int count) => Length += count;

    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        _store?.Release();
        _store = null;
    }
}
