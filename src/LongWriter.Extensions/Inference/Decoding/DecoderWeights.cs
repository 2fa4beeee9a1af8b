using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>A model's weights as the managed decoder holds them.</summary>
internal sealed unsafe class DecoderWeights : IDisposable
{
    private const int Border = 256;

    private readonly List<NativeBuffer> _owned = [];
    private readonly List<(MatrixSource Source, TiledMatrix Matrix)> _matrices = [];
    private readonly ModelWeights _source;
    private readonly int _threads;
    private readonly WeightFormat _format;
    private readonly WeightCache? _cache;
    private long _reserved;

    public DecoderWeights(ModelWeights source, WeightFormat format, int threads, WeightCache? cache, CancellationToken cancellationToken)
    {
        (_source, _format, _threads, _cache) = (source, format, threads, cache);
        var config = source.Config;
        var tensors = ModelTensor.Of(config).ToDictionary(static tensor => tensor.Name);
        try
        {
            Embedding = Matrix(new([tensors[TensorNames.Embedding]]), null);
            Layers = new LayerWeights[config.LayerCount];
            for (var i = 0; i < Layers.Length; i++)
                Layers[i] = Layer(tensors, i);

            FinalNorm = Vector(tensors[TensorNames.FinalNorm]);
            // A tied head is the embedding itself.
            Head = config.TiedEmbeddings ? Embedding : Matrix(new([tensors[TensorNames.Head]]), null);
            Load(cancellationToken);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TiledMatrix Embedding { get; }

    public LayerWeights[] Layers { get; }

    public float* FinalNorm { get; }

    public TiledMatrix Head { get; }

    /// <summary>Whether some matrices are held in 8 bit.</summary>
    public bool HasInt8 => _format == WeightFormat.Int8;

    /// <summary>All that is held.</summary>
    public long Bytes { get; private set; }

    public void Dispose()
    {
        foreach (var owned in _owned)
            owned.Dispose();
    }

    private LayerWeights Layer(Dictionary<string, ModelTensor> tensors, int layer)
    {
        var (query, key, value, output) = (TensorNames.Query(layer), TensorNames.Key(layer), TensorNames.Value(layer), TensorNames.AttentionOutput(layer));
        var (gate, up, down) = (TensorNames.Gate(layer), TensorNames.Up(layer), TensorNames.Down(layer));
        var config = _source.Config;
        return new()
        {
            AttentionNorm = Vector(tensors[TensorNames.AttentionNorm(layer)]),
            QueryKeyValue = Matrix(new([tensors[query], tensors[key], tensors[value]]), config.AttentionBias ? tensors : null),
            QueryNorm = config.QueryKeyNorm ? Vector(tensors[TensorNames.QueryNorm(layer)]) : null,
            KeyNorm = config.QueryKeyNorm ? Vector(tensors[TensorNames.KeyNorm(layer)]) : null,
            Output = Matrix(new([tensors[output]]), config.AttentionOutputBias ? tensors : null),
            FeedForwardNorm = Vector(tensors[TensorNames.FeedForwardNorm(layer)]),
            GateUp = Matrix(new([tensors[gate], tensors[up]], Interleaved: true), config.FeedForwardBias ? tensors : null),
            Down = Matrix(new([tensors[down]]), config.FeedForwardBias ? tensors : null),
        };
    }

    private TiledMatrix Matrix(MatrixSource source, Dictionary<string, ModelTensor>? biases)
    {
        var format = _format == WeightFormat.Int8 && source.Columns % TileLayout.GroupColumns != 0 ? WeightFormat.BFloat16 : _format;
        var layout = new TileLayout(format, source.Rows, source.Columns);
        float* bias = null;
        if (biases is not null)
            bias = Bias(source, layout, biases);

        var matrix = new TiledMatrix(layout, _reserved, bias);
        _matrices.Add((source, matrix));
        _reserved = checked(_reserved + Bordered(layout));
        Bytes += layout.Bytes;
        return matrix;
    }

    // All matrices stand in one piece of memory, in the order in which a token reads them, so that huge pages cover small ones too.
    private void Load(CancellationToken cancellationToken)
    {
        var memory = new NativeBuffer(_reserved, cleared: false);
        _owned.Add(memory);
        foreach (var (_, matrix) in _matrices)
            matrix.Attach(memory);

        if (_cache?.TryRead(memory, cancellationToken) != true)
        {
            foreach (var (source, matrix) in _matrices)
            {
                MatrixLoader.Load(_source, source, matrix, _threads, cancellationToken);
                // What stands between two matrices goes into the cache too.
                NativeMemory.Clear(matrix.Data + matrix.Layout.Bytes, (nuint)(Bordered(matrix.Layout) - matrix.Layout.Bytes));
            }

            _cache?.Write(memory, cancellationToken);
        }

        _matrices.Clear();
    }

    private static long Bordered(TileLayout layout) => checked(layout.Bytes + (Border - 1)) / Border * Border;

    private float* Bias(MatrixSource source, TileLayout layout, Dictionary<string, ModelTensor> biases)
    {
        var bias = Floats((long)layout.Tiles * TileLayout.TileRows);
        for (var row = 0; row < source.Rows;)
        {
            var (tensor, first, count) = source.At(row);
            if (tensor is { } weight)
            {
                var vector = biases[TensorNames.BiasOf(weight.Name)];
                var values = new float[vector.Rows];
                _source.Read(vector, 0, values);
                values.AsSpan(first, count).CopyTo(new(bias + row, count));
            }

            row += count;
        }

        return bias;
    }

    private float* Vector(ModelTensor tensor)
    {
        var vector = Floats(tensor.Rows);
        _source.Read(tensor, 0, new(vector, tensor.Rows));
        return vector;
    }

    private float* Floats(long count)
    {
        var buffer = new NativeBuffer((count + TileLayout.TileRows) * sizeof(float));
        _owned.Add(buffer);
        Bytes += buffer.Bytes;
        return (float*)buffer.Data;
    }
}

/// <summary>One layer's weights.</summary>
internal sealed unsafe class LayerWeights
{
    public float* AttentionNorm { get; init; }

    /// <summary>Query, key and value rows, one behind the other.</summary>
    public required TiledMatrix QueryKeyValue { get; init; }

    /// <summary>Or null.</summary>
    public float* QueryNorm { get; init; }

    /// <summary>Or null.</summary>
    public float* KeyNorm { get; init; }

    public required TiledMatrix Output { get; init; }

    public float* FeedForwardNorm { get; init; }

    /// <summary>Tiles of gate and up by turns.</summary>
    public required TiledMatrix GateUp { get; init; }

    public required TiledMatrix Down { get; init; }
}
