namespace LongWriter.Cli.Models;

/// <summary>A decoder that another one computes for: each step is timed and told of, each sequence counted. The other is not disposed of with it.</summary>
/// <param name="inner">What computes.</param>
/// <param name="stepped">Told of each step on the thread that made it, when nothing of it is left: its chunks, whose sequences hold them by now, and its time.</param>
internal sealed class ObservedDecoder(IDecoder inner, Action<IReadOnlyList<SequenceChunk>, TimeSpan> stepped) : IDecoder
{
    private readonly HashSet<ObservedSequence> _live = [];
    private readonly List<SequenceChunk> _batch = [];

    public ModelConfig Config => inner.Config;

    public DecoderInfo Info => inner.Info;

    /// <summary>Sequences that have not been disposed of.</summary>
    public int LiveSequences => _live.Count;

    /// <summary>What they hold, in bytes.</summary>
    public long KeyValueBytes => _live.Sum(static sequence => sequence.Bytes);

    public IDecoderSequence CreateSequence() => new ObservedSequence(inner.CreateSequence(), _live);

    public void Forward(IReadOnlyList<SequenceChunk> batch, Span<float> logits)
    {
        _batch.Clear();
        foreach (var chunk in batch)
            _batch.Add(chunk with { Sequence = ((ObservedSequence)chunk.Sequence).Inner });

        var start = TimeProvider.System.GetTimestamp();
        inner.Forward(_batch, logits);
        stepped(batch, TimeProvider.System.GetElapsedTime(start));
    }

    public void Dispose()
    {
    }

    private sealed class ObservedSequence : IDecoderSequence
    {
        private readonly HashSet<ObservedSequence> _live;

        public ObservedSequence(IDecoderSequence inner, HashSet<ObservedSequence> live)
        {
            (Inner, _live) = (inner, live);
            live.Add(this);
        }

        public IDecoderSequence Inner { get; }

        public int Length => Inner.Length;

        public long Bytes => Inner.Bytes;

        public void Truncate(int length) => Inner.Truncate(length);

        public IDecoderSequence Fork() => new ObservedSequence(Inner.Fork(), _live);

        public void Dispose()
        {
            _live.Remove(this);
            Inner.Dispose();
        }
    }
}
