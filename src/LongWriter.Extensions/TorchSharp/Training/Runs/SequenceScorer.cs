using TorchSharp;

namespace LongWriter;

/// <summary>Tells how likely a model holds texts: the log-probability of each learned token, as training computes it.</summary>
/// <remarks>One thread at a time.</remarks>
public sealed class SequenceScorer : IDisposable
{
    private readonly TrainableModel _model;
    private readonly TrainingPass _pass;

    /// <summary>Loads libtorch where it is not yet, and a model, in fp32.</summary>
    /// <param name="weights">The model; not needed any more afterwards.</param>
    /// <param name="precision">What matrix products are computed in.</param>
    /// <param name="threads">Threads that compute; libtorch's own number unless given.</param>
    /// <exception cref="LongWriterException">libtorch does not load (<see cref="LongWriterError.BackendUnavailable"/>), or the weights are not usable (<see cref="LongWriterError.InvalidModel"/>).</exception>
    public SequenceScorer(ModelWeights weights, TrainingPrecision precision = TrainingPrecision.Float32, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (threads is { } count)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count, nameof(threads));

        TorchRuntime.EnsureLoaded();
        if (threads is { } wanted)
            torch.set_num_threads(wanted);
        _model = new(weights, trained: false);
        _pass = new(_model, new() { Type = precision == TrainingPrecision.BFloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32 });
    }

    /// <summary>Natural log-probabilities of a sequence's learned tokens, each after all tokens before it.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <returns>One a learned token, in order.</returns>
    /// <exception cref="LongWriterException">The sequence is empty, too long or of another tokenizer (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public IReadOnlyList<double> LogProbabilities(TrainingSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        TrainingChecks.Check(sequence, _model.Config, int.MaxValue);
        return [.. _pass.Losses(new([sequence])).Select(static loss => -loss)];
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        _pass.Dispose();
        _model.Dispose();
    }
}
