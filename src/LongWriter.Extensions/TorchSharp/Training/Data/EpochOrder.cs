namespace LongWriter;

/// <summary>The packs of each step of each epoch: a function of data, seed and epoch alone, so that a run is resumed anywhere.</summary>
internal sealed class EpochOrder
{
    private readonly IReadOnlyList<TrainingSequence> _sequences;
    private readonly TrainingOptions _options;
    private (int Epoch, TokenPack[][] Steps)? _current;

    public EpochOrder(IReadOnlyList<TrainingSequence> sequences, TrainingOptions options)
    {
        (_sequences, _options) = (sequences, options);
        // Packs are made by lengths alone, so each epoch has as many.
        var packs = SequencePacker.Pack(sequences, options.PackLength);
        (PacksPerEpoch, Fill) = (packs.Count, SequencePacker.Fill(packs, options.PackLength));
    }

    public int PacksPerEpoch { get; }

    /// <summary>Share of the packs' room that is filled.</summary>
    public double Fill { get; }

    public int StepsPerEpoch => (int)(((long)PacksPerEpoch + _options.PacksPerStep - 1) / _options.PacksPerStep);

    public int Steps => (int)Math.Min(_options.MaxSteps ?? int.MaxValue, (long)StepsPerEpoch * _options.Epochs);

    /// <summary>The packs of a step, from 0.</summary>
    public IReadOnlyList<TokenPack> At(int step)
    {
        var (epoch, place) = Math.DivRem(step, StepsPerEpoch);
        if (_current?.Epoch != epoch)
            _current = (epoch, Order(epoch));
        return _current.Value.Steps[place];
    }

    private TokenPack[][] Order(int epoch)
    {
        var random = new Random(unchecked((int)(_options.Seed * 1_000_003 + epoch)));
        var sequences = _sequences.ToArray();
        random.Shuffle(sequences);
        var packs = SequencePacker.Pack(sequences, _options.PackLength).ToArray();
        random.Shuffle(packs);
        return [.. packs.Chunk(_options.PacksPerStep)];
    }
}
