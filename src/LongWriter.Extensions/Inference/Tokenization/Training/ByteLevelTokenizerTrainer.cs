using System.Buffers;
using System.Text;

namespace LongWriter;

/// <summary>Learns a byte-level BPE vocabulary from texts. Any text can be written with it: its smallest tokens are the 256 bytes.</summary>
/// <remarks>
/// <para>
/// Texts are cut at special tokens and into words by <see cref="ByteLevelTokenizerOptions.Pattern"/>; nothing is learned across. Then the pair of neighbouring tokens
/// that stands most often (in "aaa" the pair "aa" stands twice) becomes a token, from the left, until the vocabulary is full (Sennrich, Haddow and Birch 2016,
/// algorithm 1). Of pairs that stand equally often the one with the lower left id is taken, then with the lower right id. So the result depends on how often each
/// word stands in the texts alone: not on their order, and not on the machine. No learned token is longer than 256 bytes.
/// </para>
/// <para>Ids, as in files of Hugging Face's trainer: special tokens; bytes, by the characters that stand for them (<c>!</c> is the first, the space the 221st); merges.</para>
/// <para>Memory grows with the distinct words, not with the texts. Safe for concurrent use.</para>
/// </remarks>
public sealed class ByteLevelTokenizerTrainer
{
    private readonly TokenizerPlan _plan;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">What is to be made; <see langword="null"/> for the defaults. Later changes to it have no effect.</param>
    /// <exception cref="LongWriterException">An option is not usable (<see cref="LongWriterError.InvalidRequest"/>): the vocabulary has no room for the bytes and special tokens, a special token is empty or twice there, a template or an expression is unknown here.</exception>
    public ByteLevelTokenizerTrainer(ByteLevelTokenizerOptions? options = null)
    {
        _plan = TokenizerPlan.Of(options ?? new());
        _ = _plan.Steps(new WordCounts());
    }

    /// <summary>Learns from texts. They are read once, one at a time.</summary>
    /// <param name="texts">The texts; a lone surrogate counts as U+FFFD.</param>
    /// <param name="cancellationToken">Stops between two texts and between two merges.</param>
    /// <exception cref="LongWriterException">There is nothing to learn from, more than two billion bytes of distinct words, or an expression of the caller's takes too long on a text (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public TrainedTokenizer Train(IEnumerable<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var words = new WordCounts();
        var (bytes, special) = Read(texts, words, cancellationToken);
        if (words.Counts.Count == 0)
            throw new LongWriterException(LongWriterError.InvalidRequest, "There is nothing to learn a tokenizer from: the texts are empty, or hold special tokens alone.");

        var vocabulary = new TokenVocabulary();
        foreach (var token in _plan.SpecialTokens)
            vocabulary.Add(token, vocabulary.Count);
        var byteTokens = AddBytes(vocabulary);
        var learner = new PairLearner(words.Counts, byteTokens, vocabulary, _plan.MinimumFrequency);
        learner.Learn(_plan.VocabularySize, cancellationToken);

        return new(new(vocabulary, [.. learner.Merges.Select(merge => (vocabulary[merge.Pair.Left]!, vocabulary[merge.Pair.Right]!))], _plan))
        {
            Bytes = bytes,
            Tokens = special + Count(words.Counts, byteTokens, learner.Merges),
            DistinctWords = words.Counts.Count,
        };
    }

    // Encoding with a model that only counts: what is cut here is what will be cut.
    private (long Bytes, long Special) Read(IEnumerable<string> texts, WordCounts words, CancellationToken cancellationToken)
    {
        var cutter = new BytePairTokenizer(new()
        {
            Vocabulary = new(),
            Words = _plan.Steps(words),
            BytesOf = ByteLevelAlphabet.Read,
            Added = [.. _plan.SpecialTokens.Select((token, id) => new AddedToken(id, token) { Special = true })],
        });
        var (bytes, special) = (0L, 0L);
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                special += cutter.Encode(text, parseSpecial: true).Count;
            }
            catch (LongWriterException exception)
            {
                throw new LongWriterException(LongWriterError.InvalidRequest, exception.Message, exception);
            }

            bytes += Encoding.UTF8.GetByteCount(text);
        }

        return (bytes, special);
    }

    private static int[] AddBytes(TokenVocabulary vocabulary)
    {
        var tokens = new int[256];
        foreach (var value in Enumerable.Range(0, 256).OrderBy(value => ByteLevelAlphabet.CharacterOf((byte)value)))
        {
            tokens[value] = vocabulary.Count;
            vocabulary.Add(ByteLevelAlphabet.CharacterOf((byte)value).ToString(), vocabulary.Count);
        }

        return tokens;
    }

    // What the finished tokenizer will make of each word; the learner's own state may differ where two pairs spell one token.
    private static long Count(IReadOnlyDictionary<string, long> words, int[] byteTokens, List<(TokenPair Pair, int Merged)> merges)
    {
        var table = new PairTable(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
            table.Set(merges[rank].Pair.Left, merges[rank].Pair.Right, rank, merges[rank].Merged);

        var count = 0L;
        foreach (var (word, times) in words)
        {
            var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(word.Length));
            var length = Encoding.UTF8.GetBytes(word, bytes);
            var symbols = ArrayPool<int>.Shared.Rent(length);
            for (var i = 0; i < length; i++)
                symbols[i] = byteTokens[bytes[i]];
            count += times * PairMerger.Merge(symbols.AsSpan(0, length), table);
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<int>.Shared.Return(symbols);
        }

        return count;
    }
}
