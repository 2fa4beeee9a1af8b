using System.Text.RegularExpressions;
using TinyModel.Measurement;

namespace TinyModel.Corpus;

/// <summary>What a corpus came to.</summary>
/// <param name="BitsPerWord">The generator's own choices: an upper bound of its entropy.</param>
/// <param name="BadSentences">Sentences that are not well formed, at most twenty of them.</param>
/// <param name="NearDuplicates">Documents that share half of their five-word sequences with an earlier one (Jaccard).</param>
/// <param name="Leaks">Documents about a held-out topic, or with a held-out name or length.</param>
/// <param name="MetElsewhere">Held-out ordinary nouns that stand in texts about something else: no text is about them, but they are no strangers.</param>
/// <param name="LengthError">Mean distance of a document's words from what it was asked for, as a share.</param>
internal sealed record CorpusReport(
    int Documents, long Words, int Vocabulary, double BitsPerWord, int Sentences, IReadOnlyList<string> BadSentences, double NearDuplicates, int Leaks, IReadOnlyList<string> MetElsewhere, double Distinct3,
    int MostRepeated, double LengthError, double TopicSections)
{
    /// <summary>What is wrong, a line each.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var sentence in BadSentences)
            yield return "A sentence is not well formed: " + sentence;
        if (NearDuplicates >= 0.01)
            yield return FormattableString.Invariant($"{NearDuplicates:P1} of the documents are near-duplicates; less than 1 % are allowed.");
        if (Leaks > 0)
            yield return $"{Leaks} documents hold something held out.";
        if (Distinct3 < 0.7)
            yield return FormattableString.Invariant($"distinct-3 at 2,000 words is {Distinct3:N2}; at least 0.7 is asked.");
        if (MostRepeated > 2)
            yield return $"A sentence stands {MostRepeated} times in a text of 2,000 words; 2 are allowed.";
        if (Vocabulary > 3_500)
            yield return $"The vocabulary has {Vocabulary} word forms; at most 3,500 are allowed.";
    }
}

/// <summary>Checks what the generator writes.</summary>
internal static partial class CorpusChecks
{
    private const int Shingle = 5;

    /// <summary>Checks documents. Those of about 2,000 words are looked at for repetition.</summary>
    /// <param name="documents">Documents, each with what it was asked for.</param>
    /// <param name="names">All first names.</param>
    /// <param name="nouns">The nouns of all ordinary topics.</param>
    public static CorpusReport Of(IReadOnlyList<(CorpusDocument Document, int Asked)> documents, IReadOnlySet<string> names, IReadOnlySet<string> nouns)
    {
        var bad = new List<string>();
        var vocabulary = new HashSet<string>(StringComparer.Ordinal);
        var sentences = 0;
        foreach (var (document, _) in documents)
        {
            // Invented nouns are no words of the language.
            vocabulary.UnionWith(TextChecks.Words(document.Text).Where(w => w != document.Topic.Head));
            foreach (var sentence in TextChecks.Sentences(document.Text).Concat(document.Sections.Select(static s => s.Point + ".")))
            {
                sentences++;
                if (!WellFormed().IsMatch(sentence) || IllFormed().IsMatch(sentence))
                    bad.Add(sentence);
            }
        }

        var longer = documents.Where(static d => d.Document.Words is > 1_700 and < 2_300).Select(static d => d.Document).ToList();
        return new(
            documents.Count, documents.Sum(static d => (long)d.Document.Words), vocabulary.Count, documents.Sum(static d => d.Document.Bits) / documents.Sum(static d => d.Document.Words),
            sentences, [.. bad.Take(20)], NearDuplicates([.. documents.Select(static d => d.Document.Text)]), documents.Count(d => Leaks(d.Document, names)),
            [.. nouns.Where(n => HeldOut.Covers(n) && vocabulary.Contains(n)).Order(StringComparer.Ordinal)],
            longer.Select(static d => TextChecks.Distinct3(d.Text)).DefaultIfEmpty(1).Average(), longer.Select(static d => TextChecks.MostRepeated(d.Text)).DefaultIfEmpty(1).Max(),
            documents.Average(static d => Math.Abs(d.Document.Words / (double)d.Asked - 1)),
            longer.SelectMany(static d => d.Sections.Select(s => TextChecks.Mentions(s.Text, d.Topic.Head) ? 1.0 : 0.0)).DefaultIfEmpty(1).Average());
    }

    private static bool Leaks(CorpusDocument document, IReadOnlySet<string> names) =>
        HeldOut.Covers(document.Topic.Head) || HeldOut.Covers(document.Hero.Name) || HeldOut.Covers(document.Words)
        || CapitalWord().Matches(document.Text).Any(m => names.Contains(m.Value) && HeldOut.Covers(m.Value));

    private static double NearDuplicates(IReadOnlyList<string> texts)
    {
        var sets = texts.Select(static t =>
        {
            var words = TextChecks.Words(t);
            return Enumerable.Range(0, Math.Max(0, words.Count - Shingle + 1)).Select(i => string.Join(' ', words.Skip(i).Take(Shingle)).GetHashCode(StringComparison.Ordinal)).ToHashSet();
        }).ToList();
        var holders = new Dictionary<int, List<int>>();
        var near = 0;
        for (var i = 0; i < sets.Count; i++)
        {
            var shared = new Dictionary<int, int>();
            foreach (var shingle in sets[i])
            {
                if (!holders.TryGetValue(shingle, out var list))
                    holders[shingle] = list = [];
                foreach (var other in list)
                    shared[other] = shared.GetValueOrDefault(other) + 1;
                list.Add(i);
            }

            if (shared.Any(p => p.Value * 3 >= sets[i].Count + sets[p.Key].Count))
                near++;
        }

        return (double)near / texts.Count;
    }

    [GeneratedRegex("""^"?[A-Z][A-Za-z ,;:'"?!-]*[.!?]"?$""")]
    private static partial Regex WellFormed();

    [GeneratedRegex("""[{}|=]|  | [,.;!?]|\b([A-Za-z]+) \1\b|\ba [aeio]\w|\ban [bcdfgjklmnpqrstvwxyz]\w""")]
    private static partial Regex IllFormed();

    [GeneratedRegex(@"\b[A-Z][a-z]+\b")]
    private static partial Regex CapitalWord();
}
