namespace LongWriter;

/// <summary>The chain of <see cref="SamplingOptions"/> for one row. Its draws hang on its own seed alone.</summary>
internal sealed class TokenSampler
{
    private readonly SamplingOptions _options;
    private readonly IReadOnlyList<int> _stops;
    private readonly TokenPenalties? _penalties;
    private readonly DryPenalty? _dry;
    private SamplingRandom _random;

    /// <summary>Makes a chain.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="stops">The tokens that end an answer.</param>
    public TokenSampler(SamplingOptions options, long seed, IReadOnlyList<int> stops)
    {
        _options = options;
        _stops = stops;
        _penalties = TokenPenalties.Matter(options) ? new(options) : null;
        _dry = options.Dry is { Multiplier: > 0 } dry ? new(dry) : null;
        _random = new(seed);
    }

    /// <summary>Chooses the next token.</summary>
    /// <param name="logits">Logits of the whole vocabulary.</param>
    /// <param name="tokens">Prompt and answer so far.</param>
    /// <param name="promptLength">Where the answer begins.</param>
    /// <param name="maskStops">Whether the answer must not end yet.</param>
    /// <param name="candidates">Where the work is done.</param>
    public int Next(ReadOnlySpan<float> logits, ReadOnlySpan<int> tokens, int promptLength, bool maskStops, CandidateSet candidates)
    {
        Score(logits, tokens, promptLength, maskStops, candidates);
        if (_options.Temperature == 0)
            return candidates.Likeliest();

        Filter(candidates);
        return candidates.Draw(_random.NextDouble());
    }

    /// <summary>The steps that change scores: bias, mask, penalties, DRY.</summary>
    internal void Score(ReadOnlySpan<float> logits, ReadOnlySpan<int> tokens, int promptLength, bool maskStops, CandidateSet candidates)
    {
        candidates.Begin(logits);
        var scores = candidates.Scores;
        foreach (var (id, bias) in _options.LogitBias ?? System.Collections.ObjectModel.ReadOnlyDictionary<int, float>.Empty)
            scores[id] += bias;

        if (maskStops)
        {
            foreach (var id in _stops)
                scores[id] = float.NegativeInfinity;
        }

        _penalties?.Apply(scores, tokens, promptLength);
        _dry?.Apply(scores, tokens);
        candidates.Seal();
    }

    /// <summary>The steps that drop candidates, and the temperature.</summary>
    internal void Filter(CandidateSet candidates)
    {
        if (_options.Order == SamplingOrder.TemperatureFirst)
            Temper(candidates);
        if (_options.TopK is { } k)
            candidates.KeepTop(k);
        if (_options.TopP < 1)
            candidates.KeepMass(_options.TopP);
        if (_options.MinP > 0)
            candidates.KeepNear(_options.MinP);
        if (_options.Order == SamplingOrder.TemperatureLast)
            Temper(candidates);
    }

    private void Temper(CandidateSet candidates)
    {
        if (_options.Temperature != 1)
            candidates.Temper(_options.Temperature);
    }
}
