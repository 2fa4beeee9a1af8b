namespace LongWriter;

/// <summary>
/// Finds texts that are nearly the same as an earlier one. Candidates are found with MinHash and bands; whether they are duplicates the exact
/// Jaccard similarity of their shingles decides, so that nothing is dropped by an estimate. Of a kept text 252 bytes stay in memory; texts are
/// read again where they are candidates. Not safe for concurrent use.
/// </summary>
public sealed class NearDuplicateIndex
{
    // 32 MB: instructions always fit, and of long texts the last thousand.
    private const int CachedShingles = 4 << 20;

    private readonly NearDuplicateOptions _options;
    private readonly Func<int, ulong[]> _shinglesOf;
    private readonly BandTable _bands = new();
    private readonly List<int> _candidates = [];
    private readonly Dictionary<int, ulong[]> _cache = [];
    private readonly Queue<int> _cached = new();
    private long _cachedShingles;

    /// <summary>Makes an empty index.</summary>
    /// <param name="textOf">Gives a kept text back by its number.</param>
    /// <param name="options">When two texts count as one; <see langword="null"/> for the defaults.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: an option is out of its range.</exception>
    public NearDuplicateIndex(Func<int, string> textOf, NearDuplicateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(textOf);
        _options = options ?? new();
        _options.Check();
        _shinglesOf = number => Shingles.Of(textOf(number), _options.ShingleWords);
    }

    /// <summary>The number of kept texts.</summary>
    public int Count { get; private set; }

    /// <summary>Looks for an earlier text that is nearly the same, and keeps this one under the next number where there is none.</summary>
    /// <param name="text">The text. One without a word is nobody's duplicate.</param>
    /// <returns>The number of the earliest kept text that this one is a duplicate of, or <see langword="null"/>.</returns>
    public int? Add(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shingles = Shingles.Of(text, _options.ShingleWords);
        return Add(shingles, MinHash.BandsOf(shingles));
    }

    /// <summary>The Jaccard similarity of two texts' shingles, 0 to 1.</summary>
    /// <param name="left">One text.</param>
    /// <param name="right">The other.</param>
    /// <param name="shingleWords">The words of a shingle.</param>
    public static double Similarity(string left, string right, int shingleWords = 3)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shingleWords);
        return Shingles.Jaccard(Shingles.Of(left, shingleWords), Shingles.Of(right, shingleWords));
    }

    internal int? Add(ulong[] shingles, ulong[] bands)
    {
        if (shingles.Length > 0)
        {
            _bands.Find(bands, _candidates);
            foreach (var candidate in _candidates)
            {
                if (Shingles.Jaccard(shingles, Recall(candidate)) >= _options.Threshold)
                    return candidate;
            }
        }

        _bands.Add(bands);
        Remember(Count++, shingles);
        return null;
    }

    private ulong[] Recall(int number)
    {
        if (_cache.TryGetValue(number, out var known))
            return known;

        var shingles = _shinglesOf(number);
        Remember(number, shingles);
        return shingles;
    }

    private void Remember(int number, ulong[] shingles)
    {
        _cache[number] = shingles;
        _cached.Enqueue(number);
        _cachedShingles += shingles.Length;
        while (_cachedShingles > CachedShingles && _cached.TryDequeue(out var oldest))
        {
            if (_cache.Remove(oldest, out var dropped))
                _cachedShingles -= dropped.Length;
        }
    }
}
