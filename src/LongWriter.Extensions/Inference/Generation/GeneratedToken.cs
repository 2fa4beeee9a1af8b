namespace LongWriter;

/// <summary>One token of an answer.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="LogProbability">ln of its probability in the model's own distribution, before any bias, penalty, temperature or filter; where asked for.</param>
/// <param name="Top">The likeliest tokens of that distribution, in descending order; where asked for.</param>
public readonly record struct GeneratedToken(int Id, float? LogProbability = null, IReadOnlyList<TokenLogProbability>? Top = null)
{
    /// <summary>Finds log-probabilities without overflow: log softmax(x)_i = x_i − max − ln Σ exp(x − max).</summary>
    internal static GeneratedToken Of(int id, ReadOnlySpan<float> logits, int top, CandidateSet candidates)
    {
        candidates.Begin(logits);
        candidates.Seal();
        var sum = candidates.LogSum();
        var own = (float)(logits[id] - sum);
        if (top == 0)
            return new(id, own, []);

        candidates.KeepSorted(top);
        var likeliest = new TokenLogProbability[candidates.Count];
        for (var i = 0; i < likeliest.Length; i++)
            likeliest[i] = new(candidates.Id(i), (float)(candidates.Score(i) - sum));

        return new(id, own, likeliest);
    }
}

/// <summary>A token and how likely the model held it.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="LogProbability">ln of its probability.</param>
public readonly record struct TokenLogProbability(int Id, float LogProbability);
