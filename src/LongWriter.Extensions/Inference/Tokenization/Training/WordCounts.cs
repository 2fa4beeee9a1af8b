using System.Runtime.InteropServices;

namespace LongWriter;

/// <summary>Takes the place of the model behind the cutting steps and counts the words that reach it.</summary>
internal sealed class WordCounts : PieceStep
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _spans;

    public WordCounts() => _spans = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How often each word stands in the texts.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    public override void Apply(ReadOnlySpan<char> text, TextPlace place, List<int> ids) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_spans, text, out _)++;
}
