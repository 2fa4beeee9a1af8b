using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Adds up <see cref="DatasetStatistics"/>.</summary>
internal sealed class StatisticsScan
{
    private const int Longest = 200_000;

    private static readonly int[] Edges = [0, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000, 15_000, 20_000, 32_000, 50_000];
    private static readonly int[] Percentiles = [10, 25, 50, 75, 90, 99];

    private readonly int[] _counts = new int[Longest + 1];
    private readonly SortedDictionary<string, long> _languages = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> _prompts = [];
    private long _rows, _faults, _texts, _words, _withLength, _scored, _good, _repeated;
    private double _score;
    private int _least = int.MaxValue, _most;

    public DatasetStatistics Run(string path, DatasetReadOptions options, CancellationToken cancellationToken)
    {
        var given = options.OnFault;
        using var scan = new RowScan(path, options with
        {
            OnFault = fault =>
            {
                _faults++;
                given?.Invoke(fault);
            },
        });
        scan.Run(Figures.Of, item => Add(item.Value), cancellationToken);
        return new()
        {
            Rows = _rows,
            Faults = _faults,
            Bytes = scan.Position,
            Texts = _texts,
            Words = _words,
            MinWords = _texts == 0 ? 0 : _least,
            MaxWords = _most,
            WordPercentiles = _texts == 0 ? new Dictionary<int, int>() : Percentiles.ToDictionary(static p => p, Percentile),
            Buckets = [.. Edges.Select((from, i) => Bucket(from, i + 1 < Edges.Length ? Edges[i + 1] : int.MaxValue))],
            WithLength = _withLength,
            MeanLengthScore = _scored == 0 ? 0 : _score / _scored,
            LengthScoreAtLeast80 = _good,
            Languages = _languages,
            RepeatedPrompts = _repeated,
        };
    }

    private void Add(Figures row)
    {
        _rows++;
        _languages[row.Language] = _languages.GetValueOrDefault(row.Language) + 1;
        _repeated += row.Prompt is { } prompt && !_prompts.Add(prompt) ? 1 : 0;
        _withLength += row.Required is null ? 0 : 1;
        if (row.Words is not { } words)
            return;

        _texts++;
        _words += words;
        _counts[Math.Min(words, Longest)]++;
        (_least, _most) = (Math.Min(_least, words), Math.Max(_most, words));
        if (row.Required is { } required)
        {
            var score = LengthScore.Compute(required, words);
            _scored++;
            _score += score;
            _good += score >= 80 ? 1 : 0;
        }
    }

    // The least length that the given share of texts does not exceed: nearest rank.
    private int Percentile(int percent)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(_texts * percent / 100.0));
        var seen = 0L;
        for (var words = 0; words < Longest; words++)
        {
            seen += _counts[words];
            if (seen >= rank)
                return words;
        }

        return _most;
    }

    private LengthBucket Bucket(int from, int to)
    {
        var texts = 0L;
        for (var words = from; words < Math.Min(to, Longest + 1); words++)
            texts += _counts[words];
        return new(from, to, texts);
    }

    /// <summary>What is counted of a row.</summary>
    private readonly record struct Figures(string Language, int? Words, int? Required, ulong? Prompt)
    {
        public static Figures Of(DatasetRow row)
        {
            var language = RowFigures.LanguageOf(row);
            return new(
                language,
                row.Text is { } text ? WordCounters.ForLanguage(language).Count(text) : null,
                RowFigures.RequiredOf(row),
                row.Prompt.Length == 0 ? null : XxHash3.HashToUInt64(MemoryMarshal.AsBytes(row.Prompt.AsSpan())));
        }
    }
}
