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

    private readonly bool _closes;

    private LoraAdapter(ModelWeights weights, string folder, IReadOnlyDictionary<string, LoraPart> parts, string fingerprint, bool closes)
        : base(weights.Config)
    {
        (_weights, _folder, _parts, _fingerprint, _closes) = (weights, folder, parts, fingerprint, closes);
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
        return Load(weights, folder, ignoredFields, closes: true);
    }

    /// <summary>Writes a model with an adapter in it as a Hugging Face folder of its own; what stands beside the weights is the model's. Rows are streamed.</summary>
    /// <param name="model">The model's folder.</param>
    /// <param name="adapter">The adapter's.</param>
    /// <param name="output">The folder to be made; neither of both.</param>
    /// <param name="type">How the weights are stored: BF16 or F32. What the adapter adds is rounded with the weight that it is added to.</param>
    /// <param name="ignoredFields">Unknown fields of <c>adapter_config.json</c> that are known to change nothing.</param>
    /// <param name="cancellationToken">Stops; no half a file stays.</param>
    /// <exception cref="LongWriterException">A file is missing or damaged, asks for what is not supported, or the adapter does not fit the model (<see cref="LongWriterError.InvalidModel"/>); the folder cannot be written, or the type is another (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static void Merge(string model, string adapter, string output, SafetensorsType type = SafetensorsType.BF16, IReadOnlyCollection<string>? ignoredFields = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentException.ThrowIfNullOrEmpty(adapter);
        ArgumentException.ThrowIfNullOrEmpty(output);
        if (type is not (SafetensorsType.BF16 or SafetensorsType.F32))
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{type} is no type of merged weights; take BF16 or F32.");
        if (Same(model, output) || Same(adapter, output))
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{output} is what would be merged; name another folder for the result.");

        using var weights = HuggingFaceCheckpoint.Open(model);
        using var merged = Load(weights, adapter, ignoredFields, closes: false);
        CheckpointFolder.Write(merged, model, output, type, cancellationToken);

        static bool Same(string folder, string other) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(other));
    }

    /// <summary>Loads an adapter on a checkpoint that stays open.</summary>
    internal static LoraAdapter Over(ModelWeights weights, string folder) => Load(weights, folder, null, closes: false);

    private static LoraAdapter Load(ModelWeights weights, string folder, IReadOnlyCollection<string>? ignoredFields, bool closes)
    {
        var config = LoraConfig.Read(folder, ignoredFields ?? []);
        var faults = new List<string>();
        using var shards = SafetensorsIndex.Open(folder, FilePrefix, faults);
        var parts = LoraParts.Read(weights.Config, config, shards, faults);
        if (faults.Count == 0)
            return new(weights, folder, parts, Fingerprint(folder, shards), closes);

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
        if (disposing && _closes)
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
