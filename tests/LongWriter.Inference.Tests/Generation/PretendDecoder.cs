namespace LongWriter.Tests;

/// <summary>A decoder whose logits are a function of the tokens so far, and that notices any misuse.</summary>
internal sealed class PretendDecoder : IDecoder
{
    private readonly Func<IReadOnlyList<int>, int?>? _script;
    private readonly HashSet<int> _threads = [];
    private int _busy;
    private bool _disposed;

    // The script says which token certainly comes next, or null for whatever the hash says.
    public PretendDecoder(int vocabulary = 32, int contextLength = 100_000, int[]? stops = null, Func<IReadOnlyList<int>, int?>? script = null)
    {
        _script = script;
        Config = new ModelConfig
        {
            Architecture = "Pretend",
            VocabularySize = vocabulary,
            HiddenSize = 8,
            IntermediateSize = 8,
            LayerCount = 1,
            HeadCount = 1,
            KeyValueHeadCount = 1,
            HeadDimension = 8,
            ContextLength = contextLength,
            NormEpsilon = 1e-5f,
            RopeTheta = 10_000,
            RotaryDimension = 8,
            StopTokenIds = stops ?? [],
        };
    }

    public const int BytesPerToken = 100;

    public ModelConfig Config { get; }

    public DecoderInfo Info { get; } = new("pretend", WeightFormat.Float32, 1, 1000, BytesPerToken, 1000);

    /// <summary>Called in each step, with the batch, before anything changes.</summary>
    public Action<IReadOnlyList<SequenceChunk>>? OnForward { get; set; }

    /// <summary>Adds something to logits.</summary>
    public Action<IReadOnlyList<int>, Span<float>>? OnLogits { get; set; }

    /// <summary>Called before a sequence is made.</summary>
    public Action? OnCreate { get; set; }

    /// <summary>Called when a sequence is disposed of.</summary>
    public Action? OnRelease { get; set; }

    public int Live { get; private set; }

    public int Forks { get; private set; }

    public long Tokens { get; private set; }

    public int Steps { get; private set; }

    public int MostRows { get; private set; }

    public bool IsDisposed => Volatile.Read(ref _disposed);

    /// <summary>What went wrong in the use of it.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Logits by definition, apart from any sequence.</summary>
    public float[] LogitsOf(IReadOnlyList<int> tokens)
    {
        var logits = new float[Config.VocabularySize];
        var state = 17UL;
        foreach (var token in tokens)
            state = Mix(state, token);
        Fill(tokens, state, logits);
        return logits;
    }

    public IDecoderSequence CreateSequence() => Guard(() =>
    {
        OnCreate?.Invoke();
        return new Sequence(this, [], [17UL]);
    });

    public void Forward(IReadOnlyList<SequenceChunk> batch, Span<float> logits)
    {
        Enter();
        try
        {
            OnForward?.Invoke(batch);
            Steps++;
            MostRows = Math.Max(MostRows, batch.Count);
            Check(batch, logits.Length);
            var at = 0;
            foreach (var chunk in batch)
            {
                var sequence = (Sequence)chunk.Sequence;
                Tokens += chunk.Tokens.Length;
                foreach (var token in chunk.Tokens.Span)
                {
                    sequence.Text.Add(token);
                    sequence.States.Add(Mix(sequence.States[^1], token));
                }

                if (chunk.Logits == LogitRows.Last)
                    Fill(sequence.Text, sequence.States[^1], logits.Slice(at++ * Config.VocabularySize, Config.VocabularySize));
            }
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose()
    {
        Enter();
        if (_disposed)
            Faults.Add("disposed of twice");
        if (Live > 0)
            Faults.Add($"disposed of before {Live} sequences");
        Volatile.Write(ref _disposed, true);
        Leave();
    }

    public void AssertSound()
    {
        Assert.Empty(Faults);
        Assert.True(_threads.Count <= 1, "more than one thread used the decoder");
    }

    private void Check(IReadOnlyList<SequenceChunk> batch, int room)
    {
        if (_disposed)
            Faults.Add("used after it was disposed of");
        if (batch.Count == 0)
            Faults.Add("an empty batch");
        if (batch.Select(c => c.Sequence).Distinct().Count() != batch.Count)
            Faults.Add("a sequence twice in a batch");
        if (batch.Sum(c => c.LogitRowCount) * Config.VocabularySize > room)
            Faults.Add("too little room for logits");
        foreach (var chunk in batch)
        {
            if (((Sequence)chunk.Sequence).IsDisposed)
                Faults.Add("a sequence used after it was disposed of");
            if (chunk.Tokens.IsEmpty)
                Faults.Add("an empty chunk");
            if (chunk.Sequence.Length + chunk.Tokens.Length > Config.ContextLength)
                Faults.Add("beyond the context");
        }
    }

    private void Fill(IReadOnlyList<int> tokens, ulong state, Span<float> logits)
    {
        for (var i = 0; i < logits.Length; i++)
            logits[i] = ((Mix(state, i) >> 40) / (float)(1 << 24) * 6) - 3;
        if (_script?.Invoke(tokens) is { } next)
            logits[next] += 100;
        OnLogits?.Invoke(tokens, logits);
    }

    private static ulong Mix(ulong state, int value)
    {
        var z = unchecked((state ^ (ulong)(uint)value) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 29)) * 0xBF58476D1CE4E5B9);
        return z ^ (z >> 32);
    }

    private T Guard<T>(Func<T> work)
    {
        Enter();
        try
        {
            if (_disposed)
                Faults.Add("used after it was disposed of");
            return work();
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
            throw new InvalidOperationException("Two threads at once use the decoder.");
        _threads.Add(Environment.CurrentManagedThreadId);
    }

    private void Leave() => Volatile.Write(ref _busy, 0);

    private sealed class Sequence : IDecoderSequence
    {
        private readonly PretendDecoder _decoder;

        public Sequence(PretendDecoder decoder, List<int> text, List<ulong> states)
        {
            (_decoder, Text, States) = (decoder, text, states);
            decoder.Live++;
        }

        public List<int> Text { get; }

        public List<ulong> States { get; }

        public bool IsDisposed { get; private set; }

        public int Length => Text.Count;

        public long Bytes => (long)Text.Count * BytesPerToken;

        public void Truncate(int length) => _decoder.Guard(() =>
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
            Text.RemoveRange(length, Text.Count - length);
            States.RemoveRange(length + 1, States.Count - length - 1);
            return 0;
        });

        public IDecoderSequence Fork() => _decoder.Guard(() =>
        {
            if (IsDisposed)
                _decoder.Faults.Add("a fork of a disposed sequence");
            _decoder.Forks++;
            return new Sequence(_decoder, [.. Text], [.. States]);
        });

        public void Dispose() => _decoder.Guard(() =>
        {
            if (IsDisposed)
                _decoder.Faults.Add("a sequence disposed of twice");
            IsDisposed = true;
            _decoder.Live--;
            _decoder.OnRelease?.Invoke();
            return 0;
        });
    }
}
