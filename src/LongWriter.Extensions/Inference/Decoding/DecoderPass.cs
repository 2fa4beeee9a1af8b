namespace LongWriter;

/// <summary>Some rows on their way through the layers. Every member of the team runs <see cref="Run"/>; between the steps all wait for each other.</summary>
/// <remarks>Steps of a layer: norm · query, key, value · rotation and cache · attention · output projection · norm · gate and up · down. A member computes its own share of the outputs, so no two write to the same place.</remarks>
internal sealed unsafe class DecoderPass : IDisposable
{
    private readonly ModelConfig _config;
    private readonly DecoderWeights _weights;
    private readonly DecoderKernels _kernels;
    private readonly ThreadTeam _team;
    private readonly KeyValueLayout _cache;
    private readonly RotaryFrequencies _frequencies;
    private readonly RotaryShape _rotary;
    private readonly RowBuffer _residual, _normed, _projected, _attended, _inner, _cosines, _sines;
    private readonly RowBuffer _own, _scratch, _quantized;
    private readonly PassRow[] _rows;
    private readonly RowGroup[] _groups;
    private readonly NativeBuffer _logitInputs;
    private readonly NativeBuffer _logitOutputs;
    private readonly Action<int> _run;
    private readonly int _groupRows;
    private int _count;
    private int _groupCount;
    private int _logitCount;

    public DecoderPass(DecoderWeights weights, ModelConfig config, DecoderKernels kernels, ThreadTeam team, KeyValueLayout cache, int capacity)
    {
        (_weights, _config, _kernels, _team, _cache, Capacity) = (weights, config, kernels, team, cache, capacity);
        (_frequencies, _rotary) = (new(config), new(config.HeadDimension, config.RotaryDimension, config.RotaryInterleaved));
        _residual = new(capacity, config.HiddenSize);
        _normed = new(capacity, config.HiddenSize);
        _projected = new(capacity, config.QuerySize + 2 * config.KeyValueSize);
        _attended = new(capacity, config.QuerySize);
        _inner = new(capacity, config.IntermediateSize);
        (_cosines, _sines) = (new(capacity, _frequencies.Count), new(capacity, _frequencies.Count));
        _own = new(team.Size, config.HiddenSize);
        _scratch = new(team.Size, AttentionTask.ScratchFloats(config.HeadDimension));
        _quantized = new(team.Size * capacity, weights.HasInt8 ? QuantizedRow.Words(Math.Max(config.HiddenSize, Math.Max(config.QuerySize, config.IntermediateSize))) : 0);
        (_rows, _groups) = (new PassRow[capacity], new RowGroup[capacity]);
        (_logitInputs, _logitOutputs) = (new(capacity * sizeof(float*)), new(capacity * sizeof(float*)));
        _groupRows = Math.Max(1, AttentionTask.MaxQueries / HeadsPerGroup);
        _run = Run;
    }

    /// <summary>Most rows.</summary>
    public int Capacity { get; }

    private int HeadsPerGroup => _config.HeadCount / _config.KeyValueHeadCount;

    private float** LogitInputs => (float**)_logitInputs.Data;

    private float** LogitOutputs => (float**)_logitOutputs.Data;

    public void Clear() => (_count, _groupCount, _logitCount) = (0, 0, 0);

    /// <summary>Adds a row; those of a sequence follow each other.</summary>
    public void Add(PassRow row, float* logits)
    {
        var last = _groupCount - 1;
        if (last >= 0 && _groups[last].Count < _groupRows && _rows[_count - 1].Sequence == row.Sequence)
            _groups[last] = _groups[last] with { Count = _groups[last].Count + 1 };
        else
            _groups[_groupCount++] = new(_count, 1);

        if (row.LogitRow >= 0)
        {
            LogitInputs[_logitCount] = _normed.Rows[_count];
            LogitOutputs[_logitCount++] = logits + (long)row.LogitRow * _config.VocabularySize;
        }

        _rows[_count++] = row;
    }

    public bool IsFull => _count == Capacity;

    public bool IsEmpty => _count == 0;

    public void Execute() => _team.Run(_run);

    public void Dispose()
    {
        foreach (var buffer in (RowBuffer[])[_residual, _normed, _projected, _attended, _inner, _cosines, _sines, _own, _scratch, _quantized])
            buffer.Dispose();
        _logitInputs.Dispose();
        _logitOutputs.Dispose();
    }

    private void Run(int member)
    {
        Embed(member);
        for (var i = 0; i < _weights.Layers.Length; i++)
        {
            var layer = _weights.Layers[i];
            Multiply(member, layer.QueryKeyValue, Normalize(member, layer.AttentionNorm), _projected.Rows, ProductKind.Store);
            _team.Meet();
            Remember(member, i, layer);
            _team.Meet();
            Attend(member, i);
            _team.Meet();
            Multiply(member, layer.Output, _attended.Rows, _residual.Rows, ProductKind.Add);
            _team.Meet();
            Multiply(member, layer.GateUp, Normalize(member, layer.FeedForwardNorm), _inner.Rows, ProductKind.Gate);
            _team.Meet();
            Multiply(member, layer.Down, _inner.Rows, _residual.Rows, ProductKind.Add);
            _team.Meet();
        }

        if (_logitCount == 0)
            return;

        for (var row = member; row < _count; row += _team.Size)
        {
            if (_rows[row].LogitRow >= 0)
                _kernels.Normalize(_residual.Rows[row], _weights.FinalNorm, _normed.Rows[row], _config.HiddenSize, _config.NormEpsilon);
        }

        _team.Meet();
        var head = new TileProduct
        {
            Layout = _weights.Head.Layout,
            Data = _weights.Head.Data,
            Inputs = LogitInputs,
            Outputs = LogitOutputs,
            Count = _logitCount,
            Exact = true,
        };
        Multiply(member, head);
    }

    private void Embed(int member)
    {
        for (var row = member; row < _count; row += _team.Size)
        {
            TileElements.ReadRow(_weights.Embedding.Layout, _weights.Embedding.Data, _rows[row].Token, _residual.Rows[row]);
            _frequencies.Fill(_rows[row].Position, _cosines.Rows[row], _sines.Rows[row]);
        }

        _team.Meet();
    }

    // The normed rows. A single row is normed by every member for itself, which is quicker than to wait for one that does it for all.
    private float** Normalize(int member, float* weight)
    {
        if (_count == 1)
        {
            _kernels.Normalize(_residual.Rows[0], weight, _own.Rows[member], _config.HiddenSize, _config.NormEpsilon);
            return _own.Rows + member;
        }

        for (var row = member; row < _count; row += _team.Size)
            _kernels.Normalize(_residual.Rows[row], weight, _normed.Rows[row], _config.HiddenSize, _config.NormEpsilon);

        _team.Meet();
        return _normed.Rows;
    }

    private void Multiply(int member, TiledMatrix matrix, float** inputs, float** outputs, ProductKind kind) => Multiply(member, new TileProduct
    {
        Layout = matrix.Layout,
        Data = matrix.Data,
        Inputs = inputs,
        Outputs = outputs,
        Count = _count,
        Bias = matrix.Bias,
        Kind = kind,
    });

    // Each member makes its own 16-bit rows for 8-bit weights: a thousandth of the product's work, and nobody waits.
    private void Multiply(int member, TileProduct product)
    {
        product.Quantized = _quantized.Rows + member * Capacity;
        var (first, end) = product.Layout.Share(member, _team.Size);
        _kernels.Multiply(product, first, end);
    }

    // Norms and rotates queries and keys; keys and values go into the cache.
    private void Remember(int member, int index, LayerWeights layer)
    {
        var (width, heads) = (_config.HeadDimension, HeadsPerGroup);
        var scale = 1 / MathF.Sqrt(width);
        for (var task = member; task < _count * _config.KeyValueHeadCount; task += _team.Size)
        {
            var (row, group) = (task / _config.KeyValueHeadCount, task % _config.KeyValueHeadCount);
            var projected = _projected.Rows[row];
            var cosines = _cosines.Rows[row];
            var sines = _sines.Rows[row];
            for (var head = group * heads; head < (group + 1) * heads; head++)
            {
                var query = projected + head * width;
                if (layer.QueryNorm != null)
                    _kernels.Normalize(query, layer.QueryNorm, query, width, _config.NormEpsilon);
                _kernels.Rotate(query, cosines, sines, _rotary, scale);
            }

            var key = projected + _config.QuerySize + group * width;
            if (layer.KeyNorm != null)
                _kernels.Normalize(key, layer.KeyNorm, key, width, _config.NormEpsilon);
            _kernels.Rotate(key, cosines, sines, _rotary, 1);
            var (block, token) = Math.DivRem(_rows[row].Position, AttentionTask.BlockTokens);
            _cache.Write(_rows[row].Sequence.Blocks[block], index, group, token, key, key + _config.KeyValueSize, width);
        }
    }

    private void Attend(int member, int layer)
    {
        var (width, heads) = (_config.HeadDimension, HeadsPerGroup);
        // Where there are fewer key-value heads than members, query heads are shared out.
        var share = _groupCount * _config.KeyValueHeadCount >= _team.Size ? Math.Min(heads, AttentionTask.MaxQueries) : 1;
        var parts = (heads + share - 1) / share;
        var queries = stackalloc float*[AttentionTask.MaxQueries];
        var outputs = stackalloc float*[AttentionTask.MaxQueries];
        var tasks = _config.KeyValueHeadCount * parts;
        for (var number = member; number < _groupCount * tasks; number += _team.Size)
        {
            var group = _groups[number / tasks];
            var (keyValueHead, part) = Math.DivRem(number % tasks, parts);
            var firstHead = keyValueHead * heads + part * share;
            var taken = Math.Min(share, (keyValueHead + 1) * heads - firstHead);
            for (var i = 0; i < group.Count * taken; i++)
            {
                var (row, head) = (group.FirstRow + i / taken, firstHead + i % taken);
                queries[i] = _projected.Rows[row] + head * width;
                outputs[i] = _attended.Rows[row] + head * width;
            }

            _kernels.Attend(
                new AttentionTask
                {
                    Queries = queries,
                    Outputs = outputs,
                    Heads = taken,
                    Positions = group.Count,
                    FirstPosition = _rows[group.FirstRow].Position,
                    Window = _config.SlidingWindow ?? int.MaxValue,
                    Width = width,
                    Blocks = _rows[group.FirstRow].Sequence.Blocks,
                    Offset = _cache.Offset(layer, keyValueHead),
                    Keys = _cache.Keys,
                    Values = _cache.Values,
                },
                _scratch.Rows[member]);
        }
    }
}
