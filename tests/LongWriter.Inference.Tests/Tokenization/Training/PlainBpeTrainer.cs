using System.Text;

namespace LongWriter.Tests;

/// <summary>Byte-pair learning as the textbook says: count all pairs anew before each merge. Words are cut by <see cref="NaiveBpe"/>.</summary>
internal sealed class PlainBpeTrainer
{
    private readonly List<string> _tokens;

    private PlainBpeTrainer(IEnumerable<string> special) =>
        _tokens = [.. special, .. Enumerable.Range(0, 256).Select(value => NaiveBpe.Alphabet([(byte)value])).OrderBy(token => token[0])];

    public static List<(string Left, string Right)> Learn(IEnumerable<string> texts, IReadOnlyList<string> special, int size, int minimum, int digits)
    {
        var trainer = new PlainBpeTrainer(special);
        var words = texts.SelectMany(text => Between(text, special)).SelectMany(text => NaiveBpe.Llama3Words(text, digits))
            .Select(word => NaiveBpe.Alphabet(Encoding.UTF8.GetBytes(word)).Select(character => character.ToString()).ToList()).ToList();
        return trainer.Learn(words, size, minimum);
    }

    private List<(string Left, string Right)> Learn(List<List<string>> words, int size, int minimum)
    {
        var merges = new List<(string, string)>();
        while (_tokens.Count < size)
        {
            var counts = new Dictionary<(string Left, string Right), int>();
            foreach (var pair in words.SelectMany(word => word.Zip(word.Skip(1))))
                counts[pair] = counts.GetValueOrDefault(pair) + 1;

            var ids = _tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id);
            var candidates = counts.Where(pair => pair.Value >= minimum && pair.Key.Left.Length + pair.Key.Right.Length <= 256).ToList();
            if (candidates.Count == 0)
                break;

            var most = candidates.Max(pair => pair.Value);
            var best = candidates.Where(pair => pair.Value == most).Select(pair => pair.Key).MinBy(pair => (ids[pair.Left], ids[pair.Right]));
            if (!merges.Contains(best))
                merges.Add(best);
            if (!_tokens.Contains(best.Left + best.Right))
                _tokens.Add(best.Left + best.Right);
            foreach (var word in words)
            {
                for (var at = 0; at + 1 < word.Count; at++)
                {
                    if ((word[at], word[at + 1]) == best)
                    {
                        word[at] += word[at + 1];
                        word.RemoveAt(at + 1);
                    }
                }
            }
        }

        return merges;
    }

    private static IEnumerable<string> Between(string text, IReadOnlyList<string> special)
    {
        foreach (var token in special)
            text = text.Replace(token, "\uE000", StringComparison.Ordinal);
        return text.Split('\uE000', StringSplitOptions.RemoveEmptyEntries);
    }
}
