namespace LongWriter;

/// <summary>DRY of one row. One pass of the Z algorithm over the reversed text finds every earlier place of the text's end, in linear time for any text.</summary>
internal sealed class DryPenalty(DryOptions options)
{
    // Scores stay finite, so that a text that is penalised all over still has a likeliest token.
    private const double Greatest = 1e30;

    private readonly List<(int Next, int Length)> _repeats = [];
    private int[] _matches = [];

    /// <summary>Changes scores by the tokens so far.</summary>
    public void Apply(Span<float> scores, ReadOnlySpan<int> tokens)
    {
        if (tokens.Length > options.Range)
            tokens = tokens[^options.Range.Value..];

        var limit = 0;
        while (limit < tokens.Length && !options.BreakerTokenIds.Contains(tokens[tokens.Length - 1 - limit]))
            limit++;
        if (limit < options.AllowedLength)
            return;

        FindMatches(tokens);
        _repeats.Clear();
        for (var i = 1; i < tokens.Length; i++)
        {
            var length = Math.Min(_matches[i], limit);
            var next = tokens[tokens.Length - i];
            if (length < options.AllowedLength || options.BreakerTokenIds.Contains(next))
                continue;

            _repeats.Add((next, length));
        }

        // Of each token the place that counts: the longest, or as many further as have to be there.
        _repeats.Sort(static (a, b) => a.Next != b.Next ? a.Next.CompareTo(b.Next) : b.Length.CompareTo(a.Length));
        var places = 0;
        for (var i = 0; i < _repeats.Count; i++)
        {
            places = i > 0 && _repeats[i - 1].Next == _repeats[i].Next ? places + 1 : 1;
            if (places == options.MinOccurrences)
                scores[_repeats[i].Next] -= Penalty(_repeats[i].Length - options.AllowedLength);
        }
    }

    // Multiplied out, because a machine's own power function may differ in the last bit.
    private float Penalty(int exponent)
    {
        double penalty = options.Multiplier;
        for (; exponent > 0 && penalty < Greatest && options.Base > 1; exponent--)
            penalty *= options.Base;

        return (float)Math.Min(Greatest, penalty);
    }

    /// <summary>For each i the number of tokens that the text's end and the text's end without its last i tokens have in common.</summary>
    private void FindMatches(ReadOnlySpan<int> tokens)
    {
        var n = tokens.Length;
        if (_matches.Length < n)
            _matches = new int[Math.Max(n + (n / 2), 256)];

        var (left, right) = (0, 0);
        for (var i = 1; i < n; i++)
        {
            var length = i < right ? Math.Min(right - i, _matches[i - left]) : 0;
            while (i + length < n && tokens[n - 1 - length] == tokens[n - 1 - i - length])
                length++;

            _matches[i] = length;
            if (i + length > right)
                (left, right) = (i, i + length);
        }
    }
}
