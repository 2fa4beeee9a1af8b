using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Repetition, presence and frequency penalty of one row; counts go along with the text, so a token costs its distinct tokens and not its length.</summary>
/// <remarks>As in vLLM the repetition penalty sees prompt and answer, the other two the answer alone (OpenAI: "the text so far").</remarks>
internal sealed class TokenPenalties(SamplingOptions options)
{
    private readonly Dictionary<int, Counts> _counts = [];
    private int _from;
    private int _to;

    /// <summary>Whether any of them does anything.</summary>
    public static bool Matter(SamplingOptions options) =>
        options.RepetitionPenalty != 1 || options.PresencePenalty != 0 || options.FrequencyPenalty != 0;

    /// <summary>Changes scores by the tokens so far.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="tokens">Prompt and answer; longer than at the last call.</param>
    /// <param name="promptLength">Where the answer begins.</param>
    public void Apply(Span<float> scores, ReadOnlySpan<int> tokens, int promptLength)
    {
        var from = Math.Max(0, tokens.Length - (options.PenaltyWindow ?? int.MaxValue));
        if (from > _to)
        {
            _counts.Clear();
            (_from, _to) = (from, from);
        }

        for (; _from < from; _from++)
            Count(tokens[_from], -1, _from >= promptLength);
        for (; _to < tokens.Length; _to++)
            Count(tokens[_to], 1, _to >= promptLength);

        foreach (var (id, counts) in _counts)
        {
            ref var score = ref scores[id];
            score = score > 0 ? score / options.RepetitionPenalty : score * options.RepetitionPenalty;
            if (counts.Answer > 0)
                score -= options.PresencePenalty + (options.FrequencyPenalty * counts.Answer);
        }
    }

    private void Count(int id, int by, bool answer)
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, id, out _);
        counts.Text += by;
        counts.Answer += answer ? by : 0;
        if (counts.Text == 0)
            _counts.Remove(id);
    }

    private struct Counts
    {
        public int Text;
        public int Answer;
    }
}
