namespace LongWriter;

/// <summary>A sequence of the managed decoder: a list of blocks. Full blocks may be shared with forks; one that is written to never is.</summary>
internal sealed unsafe class ManagedSequence : IDecoderSequence
{
    private const int Block = AttentionTask.BlockTokens;

    private readonly List<KeyValueBlock> _blocks = [];
    private readonly long _blockBytes;
    private NativeBuffer? _addresses;

    public ManagedSequence(ManagedDecoder owner, long blockBytes) => (Owner, _blockBytes) = (owner, blockBytes);

    public ManagedDecoder Owner { get; }

    public bool IsDisposed { get; private set; }

    public int Length { get; private set; }

    public long Bytes => _blocks.Count * _blockBytes;

    /// <summary>The blocks' addresses, as kernels want them.</summary>
    public byte** Blocks => _addresses is null ? null : (byte**)_addresses.Data;

    /// <summary>The pass in which this sequence was last seen; finds duplicates.</summary>
    public long LastPass { get; set; }

    /// <summary>Makes room for tokens behind the last; they count after <see cref="Commit"/>.</summary>
    public void Reserve(int tokens)
    {
        var needed = (Length + tokens + Block - 1) / Block;
        while (_blocks.Count < needed)
            Append(new KeyValueBlock(_blockBytes));
    }

    public void Commit(int tokens) => Length += tokens;

    public void Truncate(int length)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        var kept = (length + Block - 1) / Block;
        for (var i = _blocks.Count - 1; i >= kept; i--)
        {
            _blocks[i].Release();
            _blocks.RemoveAt(i);
        }

        Length = length;
        // The next token is written into the last block, which a fork may hold too.
        if (length % Block != 0 && _blocks[^1].IsShared)
        {
            var own = _blocks[^1].Copy();
            _blocks[^1].Release();
            _blocks[^1] = own;
            Blocks[kept - 1] = own.Data;
        }
    }

    public IDecoderSequence Fork()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var fork = new ManagedSequence(Owner, _blockBytes);
        for (var i = 0; i < (Length + Block - 1) / Block; i++)
            fork.Append((i + 1) * Block <= Length ? _blocks[i].Share() : _blocks[i].Copy());

        fork.Length = Length;
        return fork;
    }

    public void Dispose()
    {
        if (IsDisposed)
            return;

        IsDisposed = true;
        foreach (var block in _blocks)
            block.Release();
        _blocks.Clear();
        _addresses?.Dispose();
    }

    private void Append(KeyValueBlock block)
    {
        var capacity = _addresses is null ? 0 : (int)(_addresses.Bytes / sizeof(byte*));
        if (_blocks.Count == capacity)
        {
            var grown = new NativeBuffer(Math.Max(16, 2 * capacity) * sizeof(byte*));
            for (var i = 0; i < _blocks.Count; i++)
                ((byte**)grown.Data)[i] = _blocks[i].Data;

            _addresses?.Dispose();
            _addresses = grown;
        }

        Blocks[_blocks.Count] = block.Data;
        _blocks.Add(block);
    }
}
