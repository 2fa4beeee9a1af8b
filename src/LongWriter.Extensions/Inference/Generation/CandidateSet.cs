using System.Numerics;

namespace LongWriter;

/// <summary>
/// The tokens that may come next, with their scores: all of the vocabulary first, then what the filters keep. One is shared by all rows
/// of an engine; nothing is allocated for a token.
/// </summary>
internal sealed class CandidateSet(int vocabulary)
{
    // Up to this many are searched through a small buffer and not through keys of the whole vocabulary.
    private const int FewTop = 2048;

    private readonly float[] _scores = new float[vocabulary];
    private readonly float[] _weights = new float[vocabulary];
    private readonly CandidateKeys _keys = new(vocabulary);
    private float _max;
    private bool _filtered;

    /// <summary>Scores of the whole vocabulary, free to change between <see cref="Begin"/> and <see cref="Seal"/>.</summary>
    public Span<float> Scores => _scores;

    /// <summary>How many candidates are left.</summary>
    public int Count => _filtered ? _keys.Count : vocabulary;

    /// <summary>Starts from logits.</summary>
    public void Begin(ReadOnlySpan<float> logits)
    {
        logits.CopyTo(_scores);
        _filtered = false;
    }

    /// <summary>Ends the changes of scores.</summary>
    /// <exception cref="LongWriterException">There are no usable scores.</exception>
    public void Seal()
    {
        _max = Exponential.Max(_scores);
        if (float.IsNegativeInfinity(_max))
            throw new LongWriterException(LongWriterError.InvalidRequest, "No token is left to choose: LogitBias and MinTokens forbid the whole vocabulary. Forbid fewer tokens.");
        if (!float.IsFinite(_max))
            throw new LongWriterException(LongWriterError.InvalidModel, "The model's logits are no numbers (NaN or infinity): its weights are damaged, or do not hold in the chosen weight format. Check the files, or try WeightFormat.Float32.");
    }

    /// <summary>The candidate with the greatest score, of equal ones the lowest id.</summary>
    public int Likeliest() => Array.IndexOf(_scores, _max);

    /// <summary>Divides scores by a temperature above 0; the greatest becomes 0, so that no quotient overflows.</summary>
    public void Temper(float temperature)
    {
        if (_filtered)
        {
            for (var i = 0; i < _keys.Count; i++)
                _keys.Rescore(i, (_keys.Score(i) - _max) / temperature);
        }
        else
        {
            Vector<float> max = new(_max), by = new(temperature);
            var i = 0;
            for (; i + Vector<float>.Count <= _scores.Length; i += Vector<float>.Count)
                ((new Vector<float>(_scores, i) - max) / by).CopyTo(_scores, i);
            for (; i < _scores.Length; i++)
                _scores[i] = (_scores[i] - _max) / temperature;
        }

        _max = 0;
    }

    /// <summary>Keeps the k greatest scores, of equal ones the lowest ids.</summary>
    public void KeepTop(int k)
    {
        if (k >= Count)
            return;

        if (_filtered || k > FewTop)
        {
            Collect(float.NegativeInfinity);
            _keys.Top(k);
            return;
        }

        // A buffer of twice k, thinned out to k whenever it is full; after that only better ones enter.
        _keys.Clear();
        var least = float.NegativeInfinity;
        for (var i = 0; i < _scores.Length; i++)
        {
            if (i + Vector<float>.Count <= _scores.Length && Vector.LessThanOrEqualAll(new Vector<float>(_scores, i), new Vector<float>(least)))
            {
                i += Vector<float>.Count - 1;
                continue;
            }

            // An equal score has the higher id here.
            if (_scores[i] <= least)
                continue;

            _keys.Add(_scores[i], i);
            if (_keys.Count < 2 * k)
                continue;

            _keys.Top(k);
            least = _keys.LeastScore();
        }

        _keys.Top(k);
        _filtered = true;
    }

    /// <summary>Keeps the smallest set of the likeliest whose share of all candidates' probability is at least p.</summary>
    public void KeepMass(float p)
    {
        double total;
        if (_filtered)
        {
            total = Weigh();
        }
        else
        {
            Exponential.Shifted(_scores, _max, _weights);
            total = Exponential.Sum(_weights);
            // Those below it weigh less than 1 − p together, so the set is found without them; a little less for rounding.
            var cut = 0.99 * (1 - p) * total / vocabulary;
            _keys.Clear();
            for (var i = 0; i < _weights.Length; i++)
            {
                if (_weights[i] >= cut)
                    _keys.Add(_scores[i], i);
            }

            _filtered = true;
        }

        _keys.Mass(p * total, _max);
    }

    /// <summary>Keeps those at least p times as likely as the likeliest.</summary>
    public void KeepNear(float p)
    {
        var least = _max + (float)Math.Log(p);
        if (_filtered)
            _keys.AtLeast(least);
        else
            Collect(least);
    }

    /// <summary>Draws a candidate.</summary>
    /// <param name="at">From 0 to below 1.</param>
    public int Draw(double at)
    {
        var target = at * Weigh();
        var (sum, last) = (0.0, 0);
        for (var i = 0; i < Count; i++)
        {
            if (_weights[i] == 0)
                continue;

            sum += _weights[i];
            last = i;
            if (sum > target)
                break;
        }

        return Id(last);
    }

    /// <summary>Computes the weights of the candidates, and their sum.</summary>
    public double Weigh()
    {
        if (_filtered)
        {
            for (var i = 0; i < _keys.Count; i++)
                _weights[i] = Exponential.Of(_keys.Score(i) - _max);
        }
        else
        {
            Exponential.Shifted(_scores, _max, _weights);
        }

        return Exponential.Sum(_weights.AsSpan(0, Count));
    }

    /// <summary>A candidate's token id.</summary>
    public int Id(int index) => _filtered ? _keys.Id(index) : index;

    /// <summary>A candidate's weight as <see cref="Weigh"/> found it, 1 for the likeliest.</summary>
    public float Weight(int index) => _weights[index];

    /// <summary>log Σ exp of the scores; not after a filter.</summary>
    public double LogSum() => _max + Math.Log(Weigh());

    /// <summary>Keeps the k greatest scores, in descending order.</summary>
    public void KeepSorted(int k)
    {
        KeepTop(k);
        Collect(float.NegativeInfinity);
        _keys.Sort();
    }

    /// <summary>A candidate's score; after a filter.</summary>
    public float Score(int index) => _keys.Score(index);

    private void Collect(float least)
    {
        if (_filtered)
            return;

        _keys.Clear();
        for (var i = 0; i < _scores.Length; i++)
        {
            if (_scores[i] >= least)
                _keys.Add(_scores[i], i);
        }

        _filtered = true;
    }
}
