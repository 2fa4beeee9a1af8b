using System.Text;

namespace LongWriter;

/// <summary>
/// A context-free grammar as data: each rule is a list of alternatives with <c>{rule}</c> references. <c>{topic}</c> stands
/// for one of the caller's topic words, or for the rule of that name where there are none.
/// </summary>
internal sealed class PhraseGrammar
{
    private readonly Dictionary<string, Rule> _rules = [];

    public PhraseGrammar(IEnumerable<KeyValuePair<string, string[]>> rules)
    {
        var texts = rules.ToList();
        foreach (var (name, _) in texts)
            _rules[name] = new Rule(name == "topic");
        foreach (var (name, alternatives) in texts)
            _rules[name].Alternatives = [.. alternatives.Select(Parse)];
    }

    public void Expand(string rule, StableRandom random, IReadOnlyList<string> topics, StringBuilder into) =>
        Expand(_rules[rule], random, topics, into);

    private static void Expand(Rule rule, StableRandom random, IReadOnlyList<string> topics, StringBuilder into)
    {
        if (rule.IsTopic && topics.Count > 0)
        {
            into.Append(topics[random.Next(topics.Count)]);
            return;
        }

        foreach (var (text, reference) in rule.Alternatives[random.Next(rule.Alternatives.Length)])
        {
            if (reference is null)
                into.Append(text);
            else
                Expand(reference, random, topics, into);
        }
    }

    private Part[] Parse(string alternative)
    {
        var parts = new List<Part>();
        for (var at = 0; at < alternative.Length;)
        {
            var open = alternative.IndexOf('{', at);
            if (open != at)
                parts.Add(new Part(open < 0 ? alternative[at..] : alternative[at..open], null));
            if (open < 0)
                break;

            var close = alternative.IndexOf('}', open);
            parts.Add(new Part("", _rules[alternative[(open + 1)..close]]));
            at = close + 1;
        }

        return [.. parts];
    }

    private readonly record struct Part(string Text, Rule? Reference);

    private sealed class Rule(bool isTopic)
    {
        public bool IsTopic { get; } = isTopic;

        public Part[][] Alternatives { get; set; } = [];
    }
}
