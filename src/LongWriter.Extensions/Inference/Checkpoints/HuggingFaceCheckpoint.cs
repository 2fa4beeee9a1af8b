namespace LongWriter;

/// <summary>A model folder in the published Hugging Face form: <c>config.json</c> with <c>model.safetensors</c>, or with shards and their index.</summary>
/// <remarks>Opening reads the headers alone. Weights stored as F32, F16 or BF16 are converted while they are read; a NaN or infinite one is found then.
/// The 8-bit form is made so: per group of 32 weights of a row, scale = max |w| / 127 rounded to the nearest fp16, quant = w / scale rounded to nearest, ties to even.</remarks>
public sealed class HuggingFaceCheckpoint : ModelWeights
{
    private readonly SafetensorsShards _shards;
    private readonly Dictionary<string, StoredRows> _tensors;

    private HuggingFaceCheckpoint(string folder, ModelConfig config, SafetensorsShards shards, Dictionary<string, StoredRows> tensors)
        : base(config)
    {
        (Folder, _shards, _tensors) = (folder, shards, tensors);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Opens a folder and checks that its tensors are those of its configuration.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ignoredFields">Unknown fields of <c>config.json</c> that are known to change nothing; see <see cref="ModelConfigReader"/>.</param>
    /// <exception cref="LongWriterException">A file is missing, damaged or not supported, or tensors are missing, doubled, unknown or of another shape than the configuration asks for (<see cref="LongWriterError.InvalidModel"/>); the message names them.</exception>
    public static HuggingFaceCheckpoint Open(string folder, IReadOnlyCollection<string>? ignoredFields = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var config = ModelConfigReader.Read(Path.Combine(folder, ModelConfigReader.FileName), ignoredFields);
        var faults = new List<string>();
        var shards = SafetensorsIndex.Open(folder, "model", faults);
        var tensors = Place(config, shards, faults);
        if (faults.Count == 0)
            return new(folder, config, shards, tensors);
        shards.Dispose();
        throw JsonModelFile.Invalid(folder, $"the weights do not fit {ModelConfigReader.FileName} or one another: {FaultList.Join(faults)}");
    }

    /// <inheritdoc/>
    public override StoredFormat FormatOf(string name) => Find(name).Tensor.Type switch
    {
        SafetensorsType.F32 => StoredFormat.Float32,
        SafetensorsType.F16 => StoredFormat.Float16,
        _ => StoredFormat.BFloat16,
    };

    /// <inheritdoc/>
    public override void Read(ModelTensor tensor, int firstRow, Span<float> destination)
    {
        var start = RowRange.Check(tensor, firstRow, destination.Length);
        Find(tensor).Read(start, destination);
    }

    /// <inheritdoc/>
    public override void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination)
    {
        var start = RowRange.Check(tensor, firstRow, destination.Length);
        Find(tensor).ReadBFloat16(start, destination);
    }

    /// <inheritdoc/>
    public override void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales)
    {
        var start = RowRange.CheckGroups(tensor, firstRow, quants.Length, scales.Length);
        Find(tensor).ReadInt8(start, quants, scales);
    }

    /// <inheritdoc/>
    internal override bool Identify(SourceFingerprint fingerprint)
    {
        fingerprint.Add(JsonModelFile.ReadBytes(Path.Combine(Folder, ModelConfigReader.FileName)));
        _shards.Identify(fingerprint);
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _shards.Dispose();
        base.Dispose(disposing);
    }

    private static Dictionary<string, StoredRows> Place(ModelConfig config, SafetensorsShards shards, List<string> faults)
    {
        var layout = TensorLayout.Of(config);
        var sources = layout.Sources(config);
        foreach (var source in sources)
            CheckSource(source, shards, faults);
        var known = sources.Select(source => source.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in shards.Names.Where(name => !known.Contains(name) && !layout.MayBeExtra(config, name)).Order(StringComparer.Ordinal))
            faults.Add($"{name} is no tensor of such a model");
        var tensors = new Dictionary<string, StoredRows>(StringComparer.Ordinal);
        if (faults.Count > 0)
            return tensors;
        foreach (var tensor in ModelTensor.Of(config))
        {
            var place = layout.Locate(config, tensor.Name);
            var (file, stored) = shards.Find(place.Name)!.Value;
            tensors.Add(tensor.Name, new(tensor, file, stored, (long)place.FirstRow * tensor.Columns));
        }

        return tensors;
    }

    private static void CheckSource(ModelTensor source, SafetensorsShards shards, List<string> faults)
    {
        if (shards.Find(source.Name) is not { Tensor: var stored })
        {
            faults.Add($"{source.Name} is missing");
            return;
        }

        ReadOnlySpan<long> asked = source.IsVector ? [source.Rows] : [source.Rows, source.Columns];
        if (!stored.Shape.ToArray().AsSpan().SequenceEqual(asked))
            faults.Add($"{source.Name} is {stored.ShapeText}, the configuration asks for [{string.Join(", ", asked.ToArray())}]");
        if (stored.Type is not (SafetensorsType.F32 or SafetensorsType.F16 or SafetensorsType.BF16))
            faults.Add($"{source.Name} is stored as {stored.Type.Name()}; supported are F32, F16 and BF16");
    }

    private StoredRows Find(ModelTensor tensor) =>
        Find(tensor.Name) is var stored && stored.Model == tensor ? stored : throw new ArgumentException($"{tensor.Name} has {stored.Model.Rows} rows of {stored.Model.Columns} in this model, not {tensor.Rows} of {tensor.Columns}.", nameof(tensor));

    private StoredRows Find(string name) =>
        _tensors.GetValueOrDefault(name) ?? throw new ArgumentException($"{Config.Architecture} of this shape has no tensor {name}.", nameof(name));
}
