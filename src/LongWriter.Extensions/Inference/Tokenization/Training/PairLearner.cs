using System.Runtime.InteropServices;
using System.Text;

namespace LongWriter;

/// <summary>Byte-pair learning over distinct words: merges the most frequent pair, again and again.</summary>
/// <remarks>
/// A merge visits only the places of its pair and changes only the counts of their neighbours; the heap holds counts that may be too high, never too low,
/// and one that is too high goes back with the true one. So all merges together take about as long as the words have bytes, times a logarithm.
/// </remarks>
internal sealed class PairLearner
{
    private readonly int[] _symbols;
    private readonly int[] _before;
    private readonly int[] _after;
    private readonly int[] _words;
    private readonly long[] _times;
    private readonly int _minimum;
    private readonly Dictionary<TokenPair, PairPlaces> _pairs = [];
    private readonly PriorityQueue<TokenPair, PairRank> _queue = new();
    private readonly List<TokenPair> _raised = [];
    private readonly List<int> _lengths;
    private int _round;

    /// <summary>Makes a learner.</summary>
    /// <param name="words">The distinct words and how often each stands in the texts.</param>
    /// <param name="byteTokens">The token of each byte.</param>
    /// <param name="vocabulary">The tokens so far, in the byte-level alphabet; learned ones are added.</param>
    /// <param name="minimum">Pairs that stand less often are left alone.</param>
    /// <exception cref="LongWriterException">The distinct words have more bytes than an array can hold.</exception>
    public PairLearner(IReadOnlyDictionary<string, long> words, int[] byteTokens, TokenVocabulary vocabulary, int minimum)
    {
        Vocabulary = vocabulary;
        _minimum = minimum;
        _lengths = [.. Enumerable.Range(0, vocabulary.Count).Select(id => vocabulary[id]?.Length ?? 0)];
        var places = words.Keys.Sum(word => (long)Encoding.UTF8.GetByteCount(word));
        if (places > Array.MaxLength)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"The distinct words of the texts have {places:N0} bytes; at most {Array.MaxLength:N0} can be learned from at once. Give a part of the texts.");

        _symbols = new int[places];
        _before = new int[places];
        _after = new int[places];
        _words = new int[places];
        _times = new long[words.Count];
        Fill(words, byteTokens);
        foreach (var (pair, found) in _pairs)
            Offer(pair, found);
    }

    /// <summary>The tokens, in the byte-level alphabet.</summary>
    public TokenVocabulary Vocabulary { get; }

    /// <summary>The merges in their order: two tokens and the one they become.</summary>
    public List<(TokenPair Pair, int Merged)> Merges { get; } = [];

    /// <summary>Learns until the vocabulary has this size, or nothing is left that is frequent enough.</summary>
    public void Learn(int vocabularySize, CancellationToken cancellationToken)
    {
        var learned = new HashSet<TokenPair>();
        while (Vocabulary.Count < vocabularySize && _queue.TryDequeue(out var pair, out var rank))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_pairs.TryGetValue(pair, out var places))
                continue;

            if (places.Count != rank.Count)
            {
                Offer(pair, places);
                continue;
            }

            // Two pairs may spell one token; and a learned pair stands together anew where the second of them has made its half.
            var token = Vocabulary[pair.Left] + Vocabulary[pair.Right];
            if (!Vocabulary.TryFind(token, out var merged))
            {
                merged = Vocabulary.Count;
                Vocabulary.Add(token, merged);
                _lengths.Add(token.Length);
            }

            if (learned.Add(pair))
                Merges.Add((pair, merged));
            Apply(pair, places, merged);
        }
    }

    private void Fill(IReadOnlyDictionary<string, long> words, int[] byteTokens)
    {
        var (at, index) = (0, 0);
        var bytes = Array.Empty<byte>();
        foreach (var (word, times) in words)
        {
            if (bytes.Length < word.Length * 3L)
                bytes = new byte[Encoding.UTF8.GetMaxByteCount(word.Length)];

            var length = Encoding.UTF8.GetBytes(word, bytes);
            for (var i = 0; i < length; i++, at++)
            {
                _symbols[at] = byteTokens[bytes[i]];
                _words[at] = index;
                _before[at] = i == 0 ? -1 : at - 1;
                _after[at] = i + 1 == length ? -1 : at + 1;
                if (i > 0)
                    Raise(_symbols[at - 1], _symbols[at], at - 1, times);
            }

            _times[index++] = times;
        }
    }

    private void Apply(TokenPair pair, PairPlaces places, int merged)
    {
        _round++;
        _raised.Clear();
        _pairs.Remove(pair);
        var (left, right) = (pair.Left, pair.Right);
        if (left == right)
            places.At.Sort(); // aaa is aa a, from the left, whatever order the places were found in.

        foreach (var at in places.At)
        {
            if (_symbols[at] != left || _after[at] is var next && (next < 0 || _symbols[next] != right))
                continue;

            var (before, after, times) = (_before[at], _after[next], _times[_words[at]]);
            if (before >= 0)
            {
                Lower(_symbols[before], left, times);
                Raise(_symbols[before], merged, before, times);
            }

            if (after >= 0)
            {
                Lower(right, _symbols[after], times);
                Raise(merged, _symbols[after], at, times);
                _before[after] = at;
            }

            (_symbols[at], _symbols[next], _after[at]) = (merged, -1, after);
        }

        foreach (var raised in _raised)
        {
            if (_pairs.TryGetValue(raised, out var found))
                Offer(raised, found);
        }
    }

    private void Raise(int left, int right, int at, long times)
    {
        var pair = new TokenPair(left, right);
        var places = CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out _) ??= new();
        places.Count += times;
        places.At.Add(at);
        if (places.Round != _round)
        {
            places.Round = _round;
            _raised.Add(pair);
        }
    }

    // The pair that is being merged is in the table no longer, and its count no matter.
    private void Lower(int left, int right, long times)
    {
        var pair = new TokenPair(left, right);
        if (_pairs.TryGetValue(pair, out var places) && (places.Count -= times) == 0)
            _pairs.Remove(pair);
    }

    private void Offer(TokenPair pair, PairPlaces places)
    {
        if (places.Count >= _minimum && _lengths[pair.Left] + _lengths[pair.Right] <= TokenizerPlan.LongestToken)
            _queue.Enqueue(pair, new(places.Count, pair));
    }
}
