using System.Collections.Frozen;
using System.Text;

namespace LongWriter;

/// <summary>Chinese sentences made of words of two characters. Lengths are in Chinese characters, punctuation left out.</summary>
internal sealed class ChineseProse : ProseLanguage
{
    private static readonly FrozenSet<string> Lexicon = ChineseWords.People.Concat(ChineseWords.Things).Concat(ChineseWords.Places)
        .Concat(ChineseWords.Mass).Concat(ChineseWords.Verbs).Concat(ChineseWords.Adjectives).Concat(ChineseWords.Adverbs)
        .Concat(ChineseWords.Times).ToFrozenSet();

    // What completes a word of which a cut left only the first character.
    private static readonly FrozenDictionary<char, char> Completions = Lexicon.GroupBy(w => w[0]).ToFrozenDictionary(g => g.Key, g => g.First()[1]);

    private static readonly FrozenSet<char> NotInTopics = ChineseWords.NotInTopics.ToFrozenSet();

    public static ChineseProse Instance { get; } = new();

    private protected override PhraseGrammar Grammar { get; } = new(ChineseRules.All);

    public override string SentenceGap => "";

    protected override int UsualSentence => 40;

    protected override int ShortestSentence => 8;

    public override int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
        {
            if (ChineseText.IsHan(c))
                count++;
        }

        return count;
    }

    public override IReadOnlyList<string> Topics(string subject)
    {
        var topics = new List<string>();
        var seen = new HashSet<string>();
        for (var at = 0; at < subject.Length && topics.Count < 24; at++)
        {
            var start = at;
            while (at < subject.Length && ChineseText.IsHan(subject[at]) && !NotInTopics.Contains(subject[at]))
                at++;

            var piece = subject[start..at];
            if (piece.Length is >= 2 and <= 5 && !Lexicon.Contains(piece) && seen.Add(piece))
                topics.Add(piece);
        }

        return topics;
    }

    public override int SentenceEnd(string text, int start)
    {
        var end = text.AsSpan(start).IndexOfAny("。！？\n");
        return end < 0 ? text.Length : start + end + 1;
    }

    protected override (string Prefix, string Rule) GoOn(string text)
    {
        var last = text.Length > 0 ? text[^1] : '。';
        if (!ChineseText.IsHan(last))
            return ("", "clause");

        if ("的在由请用使并与和里为从".Contains(last))
            return ("", "restAfterParticle");

        // In prose of two-character words a word is halved when the run of characters up to the cut is not made of whole words.
        var halved = text.Length > 1 && !Lexicon.Contains(text[^2..]) && Completions.TryGetValue(last, out _);
        return (halved ? Completions[last] + "，" : "，", "clause");
    }

    protected override string Exactly(int words, StableRandom random)
    {
        if (words <= 3)
            return words switch { 1 => "好。", 2 => "诚然。", _ => "的确是。" };

        var text = new StringBuilder();
        var first = random.Next(ChineseWords.People.Length);
        for (var i = 0; i < (words - 2) / 2; i++)
            text.Append(i == 0 ? "" : "、").Append(ChineseWords.People[(first + i) % ChineseWords.People.Length]);

        text.Append(words % 2 == 1 ? "都" : "").Append(ChineseWords.Intransitive[random.Next(ChineseWords.Intransitive.Length)]);
        Finish(text, true);
        return text.ToString();
    }

    protected override string ExactRest(int words, StableRandom random) => words == 1 ? "了。" : Exactly(words, random);

    protected override void Finish(StringBuilder sentence, bool capital) => sentence.Append('。');
}
