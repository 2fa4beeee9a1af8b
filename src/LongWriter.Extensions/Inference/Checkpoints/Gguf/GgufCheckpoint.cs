namespace LongWriter;

/// <summary>A model in one GGUF file, as llama.cpp and Ollama use: F32, F16, BF16 and Q8_0 tensors of the architectures llama (Llama 2 and 3, Mistral), qwen2, qwen3 and chatglm (GLM-4-9B).</summary>
/// <remarks>Rows come out in the order of the published checkpoints, whatever order the file has. Q8_0 is what <see cref="ModelWeights.ReadInt8"/> gives, so nothing is lost. Of the scaling of Llama 3.1 a file holds only its effect, which is a <see cref="FrequencyFactorsRopeScaling"/>.</remarks>
public sealed class GgufCheckpoint : ModelWeights
{
    private readonly Dictionary<string, GgufSlice> _slices;

    private GgufCheckpoint(GgufFile file, ModelConfig config, Dictionary<string, GgufSlice> slices)
        : base(config)
    {
        File = file;
        _slices = slices;
    }

    /// <summary>The file as it is, with the tokenizer that it holds.</summary>
    internal GgufFile File { get; }

    /// <summary>Opens a file; every tensor is found and its shape and type are checked, none is read.</summary>
    /// <param name="path">A .gguf file.</param>
    /// <exception cref="LongWriterException">The file is missing, damaged, split, of an architecture or a tensor type that is not supported, or asks for something that this library does not compute (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public static GgufCheckpoint Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = GgufFile.Open(path);
        try
        {
            var family = GgufConfigReader.Family(file);
            var config = GgufConfigReader.Read(file, family);
            return new(file, config, GgufTensorMap.Create(file, family, config));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override StoredFormat FormatOf(string name) => Find(name).Tensor.Type.Stored;

    /// <inheritdoc/>
    public override void Read(ModelTensor tensor, int firstRow, Span<float> destination)
    {
        RowRange.Check(tensor, firstRow, destination.Length);
        var (slice, step) = Find(tensor, destination.Length);
        for (var done = 0; done < destination.Length; done += step)
            Rows(slice).Read(First(slice, tensor, firstRow, done), destination.Slice(done, step));
    }

    /// <inheritdoc/>
    public override void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination)
    {
        RowRange.Check(tensor, firstRow, destination.Length);
        var (slice, step) = Find(tensor, destination.Length);
        for (var done = 0; done < destination.Length; done += step)
            Rows(slice).ReadBFloat16(First(slice, tensor, firstRow, done), destination.Slice(done, step));
    }

    /// <inheritdoc/>
    public override void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales)
    {
        RowRange.CheckGroups(tensor, firstRow, quants.Length, scales.Length);
        var (slice, step) = Find(tensor, quants.Length);
        for (var done = 0; done < quants.Length; done += step)
            Rows(slice).ReadInt8(First(slice, tensor, firstRow, done), quants.Slice(done, step), scales.Slice(done / WeightConversion.GroupSize, step / WeightConversion.GroupSize));
    }

    /// <inheritdoc/>
    internal override bool Identify(SourceFingerprint fingerprint)
    {
        File.Identify(fingerprint);
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            File.Dispose();
        base.Dispose(disposing);
    }

    private GgufRows Rows(GgufSlice slice) => new(File, slice.Tensor);

    /// <summary>The first of the values in the file that belong at a place among those that are read.</summary>
    private static long First(GgufSlice slice, ModelTensor tensor, int firstRow, int done) => slice.RowOf(firstRow + (done / tensor.Columns)) * tensor.Columns;

    /// <summary>Where a tensor lies, and how many values lie together: all, or where the file has another order of rows, a row.</summary>
    private (GgufSlice Slice, int Step) Find(ModelTensor tensor, int count)
    {
        var slice = Find(tensor.Name);
        if (slice.Model != tensor)
            throw new ArgumentException($"{tensor.Name} has {slice.Model.Rows} rows of {slice.Model.Columns} in this model, not {tensor.Rows} of {tensor.Columns}.", nameof(tensor));

        return (slice, slice.HeadRows > 0 ? tensor.Columns : Math.Max(1, count));
    }

    private GgufSlice Find(string name) =>
        _slices.TryGetValue(name, out var slice) ? slice : throw new ArgumentException($"{Config.Architecture} of this shape has no tensor {name}.", nameof(name));
}
