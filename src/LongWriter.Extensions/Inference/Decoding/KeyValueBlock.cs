namespace LongWriter;

/// <summary>One block's memory, held by every sequence that begins with its tokens.</summary>
internal sealed unsafe class KeyValueBlock(long bytes)
{
    private readonly NativeBuffer _buffer = new(bytes);
    private int _holders = 1;

    public byte* Data => _buffer.Data;

    public bool IsShared => _holders > 1;

    public KeyValueBlock Share()
    {
        _holders++;
        return this;
    }

    public KeyValueBlock Copy()
    {
        var copy = new KeyValueBlock(_buffer.Bytes);
        Buffer.MemoryCopy(Data, copy.Data, _buffer.Bytes, _buffer.Bytes);
        return copy;
    }

    public void Release()
    {
        if (--_holders == 0)
            _buffer.Dispose();
    }
}
