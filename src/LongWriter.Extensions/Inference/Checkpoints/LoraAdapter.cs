using System.Buffers;

namespace LongWriter;

/// <summary>A LoRA adapter (a PEFT folder) on top of a checkpoint: a weight is W + scale · B · A, computed in fp32 while it is read and rounded once. Scale is alpha / rank, or alpha / √rank where the adapter says <c>use_rslora</c>.</summary>
/// <remarks>The adapter is held in memory as fp32. DoRA, biases, changed ranks and whole modules saved with the adapter are errors.</remarks>
public sealed class LoraAdapter : ModelWeights
{
    private const string FilePrefix = "adapter_model";

    private readonly ModelWeights _weights;
    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, LoraPart> _parts;

    private readonly string _fingerprint;

    private LoraAdapter(ModelWeights weights, string folder, IReadOnlyDictionary<string, LoraPart> parts, string fingerprint)
        : base(weights.Config)
    {
        (_weights, _folder, _parts, _fingerprint) = (weights, folder, parts, fingerprint);
    }

    /// <summary>Loads an adapter.</summary>
    /// <param name="weights">The checkpoint that it was trained on; from then on the adapter's, which closes it with itself.</param>
    /// <param name="folder">The folder with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <param name="ignoredFields">Unknown fields of <c>adapter_config.json</c> that are known to change nothing.</param>
    /// <exception cref="LongWriterException">A file is missing or damaged, asks for what is not supported, or does not fit the checkpoint (<see cref="LongWriterError.InvalidModel"/>); the message names every fault.</exception>
    public static LoraAdapter Load(ModelWeights weights, string folder, IReadOnlyCollection<string>? ignoredFields = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var config = LoraConfig.Read(folder, ignoredFields ?? []);
        var faults = new List<string>();
        using var shards = SafetensorsIndex.Open(folder, FilePrefix, faults);
        var parts = LoraParts.Read(weights.Config, config, shards, faults);
        if (faults.Count == 0)
            return new(weights, folder, parts, Fingerprint(folder, shards));

        throw JsonModelFile.Invalid(folder, $"the adapter does not fit its configuration or the model: {FaultList.Join(faults)}");
    }

    /// <inheritdoc/>
    public override StoredFormat FormatOf(string name) => _parts.ContainsKey(name) ? StoredFormat.Float32 : _weights.FormatOf(name);

    /// <inheritdoc/>
    public override void Read(ModelTensor tensor, int firstRow, Span<float> destination)
    {
        _weights.Read(tensor, firstRow, destination);
        if (!_parts.TryGetValue(tensor.Name, out var part))
            return;
        part.Delta.AddTo(part.FirstRow + firstRow, destination);
        if (!WeightConversion.AllFinite(destination))
            throw NotFinite(tensor);
    }

    /// <inheritdoc/>
    public override void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination)
    {
        if (!_parts.ContainsKey(tensor.Name))
        {
            _weights.ReadBFloat16(tensor, firstRow, destination);
            return;
        }

        RowRange.Check(tensor, firstRow, destination.Length);
        var rows = ArrayPool<float>.Shared.Rent(tensor.Columns);
        for (var done = 0; done < destination.Length; done += tensor.Columns)
        {
            var row = rows.AsSpan(0, tensor.Columns);
            Read(tensor, firstRow + (done / tensor.Columns), row);
            if (!WeightConversion.ToBFloat16(row, destination.Slice(done, tensor.Columns)))
                throw NotFinite(tensor);
        }

        ArrayPool<float>.Shared.Return(rows);
    }

    /// <inheritdoc/>
    public override void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales)
    {
        if (!_parts.ContainsKey(tensor.Name))
        {
            _weights.ReadInt8(tensor, firstRow, quants, scales);
            return;
        }

        RowRange.CheckGroups(tensor, firstRow, quants.Length, scales.Length);
        var rows = ArrayPool<float>.Shared.Rent(tensor.Columns);
        for (var done = 0; done < quants.Length; done += tensor.Columns)
        {
            var row = rows.AsSpan(0, tensor.Columns);
            Read(tensor, firstRow + (done / tensor.Columns), row);
            if (!WeightConversion.ToInt8(row, quants.Slice(done, tensor.Columns), scales[(done / WeightConversion.GroupSize)..]))
                throw NotFinite(tensor);
        }

        ArrayPool<float>.Shared.Return(rows);
    }

    /// <inheritdoc/>
    internal override bool Identify(SourceFingerprint fingerprint)
    {
        fingerprint.Add(_fingerprint);
        return _weights.Identify(fingerprint);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _weights.Dispose();
        base.Dispose(disposing);
    }

    // Its files are closed once they are in memory.
    private static string Fingerprint(string folder, SafetensorsShards shards)
    {
        using var fingerprint = new SourceFingerprint();
        fingerprint.Add(JsonModelFile.ReadBytes(Path.Combine(folder, LoraConfig.FileName)));
        shards.Identify(fingerprint);
        return fingerprint.Take();
    }

    private LongWriterException NotFinite(ModelTensor tensor) =>
        new(LongWriterError.InvalidModel, $"{_folder}: with this adapter {tensor.Name} has a weight too large for the format asked for.");
}
