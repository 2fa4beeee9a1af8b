namespace LongWriter.Tests;

/// <summary>The sampling chain written down plainly: doubles, full sorts, every count anew.</summary>
internal static class SlowSampler
{
    public static double[] Distribution(float[] logits, SamplingOptions o, int[] tokens, int promptLength, int[]? masked = null)
    {
        var x = Array.ConvertAll(logits, static l => (double)l);
        foreach (var (id, bias) in o.LogitBias ?? new Dictionary<int, float>())
            x[id] += bias;
        foreach (var id in masked ?? [])
            x[id] = double.NegativeInfinity;

        var from = Math.Max(0, tokens.Length - (o.PenaltyWindow ?? tokens.Length));
        for (var id = 0; id < x.Length; id++)
        {
            if (tokens.Skip(from).Contains(id))
                x[id] = x[id] > 0 ? x[id] / o.RepetitionPenalty : x[id] * o.RepetitionPenalty;
            var count = tokens.Where((t, i) => i >= from && i >= promptLength && t == id).Count();
            if (count > 0)
                x[id] -= o.PresencePenalty + ((double)o.FrequencyPenalty * count);
        }

        foreach (var (id, penalty) in o.Dry is { } dry ? DryPenalties(dry, tokens) : [])
            x[id] -= penalty;

        var kept = Enumerable.Range(0, x.Length).OrderByDescending(i => x[i]).ThenBy(i => i).ToList();
        if (o.Temperature == 0)
        {
            var sure = new double[x.Length];
            sure[kept[0]] = 1;
            return sure;
        }

        var tempered = x.Select(v => v / o.Temperature).ToArray();
        var view = o.Order == SamplingOrder.TemperatureFirst ? tempered : x;
        if (o.TopK is { } k)
            kept = [.. kept.Take(k)];
        if (o.TopP < 1)
        {
            var p = Softmax(view, kept);
            var (sum, n) = (0.0, 0);
            while (n < kept.Count && sum < o.TopP)
                sum += p[kept[n++]];
            kept = [.. kept.Take(n)];
        }

        if (o.MinP > 0)
        {
            var p = Softmax(view, kept);
            kept = [.. kept.Where(i => p[i] >= o.MinP * p[kept[0]])];
        }

        return Softmax(tempered, kept);
    }

    public static Dictionary<int, double> DryPenalties(DryOptions o, int[] tokens)
    {
        if (o.Range is { } range && range < tokens.Length)
            tokens = tokens[^range..];
        var places = new Dictionary<int, List<int>>();
        for (var end = 0; end < tokens.Length - 1; end++)
        {
            var length = 0;
            while (length <= end && tokens[end - length] == tokens[tokens.Length - 1 - length] && !o.BreakerTokenIds.Contains(tokens[end - length]))
                length++;
            var next = tokens[end + 1];
            if (length >= o.AllowedLength && !o.BreakerTokenIds.Contains(next))
                (places.TryGetValue(next, out var known) ? known : places[next] = []).Add(length);
        }

        return places.Where(p => p.Value.Count >= o.MinOccurrences)
            .ToDictionary(p => p.Key, p => o.Multiplier * Math.Pow(o.Base, p.Value.OrderDescending().ElementAt(o.MinOccurrences - 1) - o.AllowedLength));
    }

    public static double[] Softmax(double[] x, IReadOnlyList<int> kept)
    {
        var result = new double[x.Length];
        var max = kept.Max(i => x[i]);
        var sum = kept.Sum(i => Math.Exp(x[i] - max));
        foreach (var i in kept)
            result[i] = Math.Exp(x[i] - max) / sum;
        return result;
    }
}
