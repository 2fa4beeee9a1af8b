using System.Collections.Frozen;
using System.Text;

namespace LongWriter;

/// <summary>Finds the tokens whose text contains one of DRY's breakers. The last answer is kept: calls mostly ask for the same.</summary>
internal sealed class BreakerTokens(ModelTokenizer tokenizer)
{
    /// <summary>The breakers that llama.cpp takes where none are given.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["\n", ":", "\"", "*"];

    private volatile Known? _known;

    public FrozenSet<int> Of(IReadOnlyList<string> breakers)
    {
        if (_known is { } known && known.Breakers.SequenceEqual(breakers, StringComparer.Ordinal))
            return known.Ids;

        var bytes = breakers.Select(Encoding.UTF8.GetBytes).ToArray();
        var ids = Enumerable.Range(0, tokenizer.VocabularySize)
            .Where(id => bytes.Any(breaker => tokenizer.BytesOf(id).Span.IndexOf(breaker) >= 0))
            .ToFrozenSet();
        _known = new(breakers, ids);
        return ids;
    }

    private sealed record Known(IReadOnlyList<string> Breakers, FrozenSet<int> Ids);
}
