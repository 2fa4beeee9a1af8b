namespace LongWriter.Tests;

/// <summary>A checkpoint whose readers are counted.</summary>
internal sealed class WatchedWeights(ModelWeights weights, Action? beforeRead = null) : ModelWeights(weights.Config)
{
    private int _reads;

    /// <summary>How often rows of 8 bit were asked for.</summary>
    public int Int8Reads => _reads;

    public override StoredFormat FormatOf(string name) => weights.FormatOf(name);

    public override void Read(ModelTensor tensor, int firstRow, Span<float> destination) => weights.Read(tensor, firstRow, destination);

    public override void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination) => weights.ReadBFloat16(tensor, firstRow, destination);

    public override void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales)
    {
        if (Interlocked.Increment(ref _reads) == 1)
            beforeRead?.Invoke();
        weights.ReadInt8(tensor, firstRow, quants, scales);
    }

    internal override bool Identify(SourceFingerprint fingerprint) => weights.Identify(fingerprint);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            weights.Dispose();
        base.Dispose(disposing);
    }
}
