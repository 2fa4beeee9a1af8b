namespace TinyModel.Corpus;

/// <summary>Seeded choices that add up how much was chosen: the entropy of what is generated, in bits.</summary>
/// <param name="seed">Where they begin; one seed gives the same choices on every machine.</param>
internal sealed class Choices(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Bits of all choices so far. An upper bound of what a reader cannot know: two ways to one text count as two.</summary>
    public double Bits { get; private set; }

    /// <summary>A number from 0 to <paramref name="count"/> - 1, each as likely.</summary>
    public int Below(int count)
    {
        if (count <= 1)
            return 0;

        Bits += Math.Log2(count);
        return (int)(Next() % (ulong)count);
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, each as likely.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>One of a list.</summary>
    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability)
    {
        var hit = Uniform() < probability;
        Bits -= Math.Log2(hit ? probability : 1 - probability);
        return hit;
    }

    /// <summary>An index by weight.</summary>
    public int Weighted(IReadOnlyList<int> weights)
    {
        var sum = weights.Sum();
        var at = (int)(Next() % (ulong)sum);
        for (var i = 0; ; i++)
        {
            if (at < weights[i])
            {
                Bits -= Math.Log2((double)weights[i] / sum);
                return i;
            }

            at -= weights[i];
        }
    }

    /// <summary>From 0 to below 1, not counted: for lengths and shares that a text does not show.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A length between two, uniform in its logarithm; not counted.</summary>
    public int LogUniform(double low, double high) => (int)Math.Round(low * Math.Pow(high / low, Uniform()));

    /// <summary>Choices of their own for something numbered, so that what is made for one number does not hang on what was made before.</summary>
    public static Choices For(ulong seed, string what, long number)
    {
        var state = seed ^ 0x9E3779B97F4A7C15UL;
        foreach (var c in what)
            state = Mix(state ^ c);
        return new(Mix(state ^ (ulong)number * 0xBF58476D1CE4E5B9UL));
    }

    // SplitMix64 (Steele, Lea, Flood 2014).
    private ulong Next() => Mix(_state += 0x9E3779B97F4A7C15UL);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
