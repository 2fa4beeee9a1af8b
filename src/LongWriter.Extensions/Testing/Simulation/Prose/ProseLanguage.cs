using System.Text;

namespace LongWriter;

/// <summary>Makes sentences of one language whose lengths can be set exactly.</summary>
internal abstract class ProseLanguage
{
    private const int Tries = 400;

    private protected abstract PhraseGrammar Grammar { get; }

    /// <summary>What stands between two sentences of a paragraph.</summary>
    public abstract string SentenceGap { get; }

    /// <summary>The shortest sentence the grammar makes, in words.</summary>
    protected abstract int ShortestSentence { get; }

    /// <summary>A length that a sentence seldom exceeds; with less left, shorter ones are made.</summary>
    protected abstract int UsualSentence { get; }

    /// <summary>The language of a prompt.</summary>
    public static ProseLanguage Of(string language) => language == "zh" ? ChineseProse.Instance : EnglishProse.Instance;

    /// <summary>Counts the words, in Chinese the characters.</summary>
    public abstract int Count(ReadOnlySpan<char> text);

    /// <summary>Words of a subject that sentences can take up.</summary>
    public abstract IReadOnlyList<string> Topics(string subject);

    /// <summary>The end of the sentence that starts at <paramref name="start"/>, behind its full stop.</summary>
    public abstract int SentenceEnd(string text, int start);

    /// <summary>The rule that goes on where a text breaks off in mid-sentence, and what has to stand before it.</summary>
    protected abstract (string Prefix, string Rule) GoOn(string text);

    /// <summary>A sentence of exactly that many words, however few.</summary>
    protected abstract string Exactly(int words, StableRandom random);

    /// <summary>The rest of a sentence of exactly that many words.</summary>
    protected abstract string ExactRest(int words, StableRandom random);

    /// <summary>Turns what a rule gave into a sentence.</summary>
    protected abstract void Finish(StringBuilder sentence, bool capital);

    /// <summary>Expands a rule without an eye to its length.</summary>
    public string Phrase(string rule, StableRandom random, IReadOnlyList<string> topics)
    {
        var text = new StringBuilder();
        Grammar.Expand(rule, random, topics, text);
        return text.ToString();
    }

    /// <summary>A sentence after which a whole number of proper sentences, or nothing, is left of <paramref name="left"/>.</summary>
    public string Sentence(int left, StableRandom random, IReadOnlyList<string> topics, out int words) =>
        Fit(left <= UsualSentence ? "short" : "sentence", true, left, random, topics, out words) ?? Exactly(words = left, random);

    /// <summary>The rest of the sentence in which a text breaks off.</summary>
    public string RestOfSentence(string text, int left, StableRandom random, IReadOnlyList<string> topics, out int words)
    {
        var (prefix, rule) = GoOn(text);
        var used = Count(prefix);
        if (used >= left)
        {
            words = left;
            return ExactRest(left, random);
        }

        var rest = Fit(rule, false, left - used, random, topics, out words);
        if (rest is null)
        {
            words = left;
            return used == 0 ? prefix + ExactRest(left, random) : prefix + ExactRest(left - used, random);
        }

        words += used;
        return prefix + rest;
    }

    private string? Fit(string rule, bool capital, int left, StableRandom random, IReadOnlyList<string> topics, out int words)
    {
        var sentence = new StringBuilder();
        for (var i = 0; i < Tries && left >= ShortestSentence; i++)
        {
            sentence.Clear();
            Grammar.Expand(rule, random, topics, sentence);
            Finish(sentence, capital);
            var text = sentence.ToString();
            words = Count(text);
            if (words == left || left - words >= ShortestSentence)
                return text;
        }

        words = 0;
        return null;
    }
}
