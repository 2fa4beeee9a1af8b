namespace LongWriter;

/// <summary>The pairs of each step of each epoch: a function of their number, options and seed alone, so that a run is resumed anywhere.</summary>
internal sealed class PairOrder(int pairs, int pairsPerStep, TrainingOptions options)
{
    private (int Epoch, int[][] Steps)? _current;

    public int StepsPerEpoch => (int)(((long)pairs + pairsPerStep - 1) / pairsPerStep);

    public int Steps => (int)Math.Min(options.MaxSteps ?? int.MaxValue, (long)StepsPerEpoch * options.Epochs);

    /// <summary>The places of a step's pairs.</summary>
    public int[] At(int step)
    {
        var (epoch, place) = Math.DivRem(step, StepsPerEpoch);
        if (_current?.Epoch != epoch)
            _current = (epoch, Order(epoch));
        return _current.Value.Steps[place];
    }

    private int[][] Order(int epoch)
    {
        var places = Enumerable.Range(0, pairs).ToArray();
        new Random(unchecked((int)(options.Seed * 1_000_003 + epoch))).Shuffle(places);
        return [.. places.Chunk(pairsPerStep)];
    }
}
