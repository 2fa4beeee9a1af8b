using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace TinyModel.Corpus;

/// <summary>The rules of the synthetic language, read from the text files beside this one.</summary>
internal sealed class Grammar
{
    private readonly FrozenDictionary<string, Rule> _rules;
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _beats = new(StringComparer.Ordinal);

    private Grammar(FrozenDictionary<string, Rule> rules) => _rules = rules;

    /// <summary>The rules that are embedded in this program.</summary>
    public static Grammar Embedded { get; } = ReadEmbedded();

    /// <summary>All rules by name.</summary>
    public IEnumerable<Rule> Rules => _rules.Values;

    /// <summary>A rule.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public Rule this[string name] => Find(name) ?? throw new FormatException($"The grammar has no rule [{name}].");

    /// <summary>A rule, or null.</summary>
    public Rule? Find(string name) => _rules.GetValueOrDefault(name);

    /// <summary>The beats below a prefix, in order of their names: for <c>story.middle.</c> those with a rule <c>story.middle.NAME.point</c>.</summary>
    public IReadOnlyList<string> Beats(string prefix) => _beats.GetOrAdd(prefix, FindBeats);

    // Asked for at every section; the rules are gone through once.
    private IReadOnlyList<string> FindBeats(string prefix) =>
        [.. _rules.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && k.EndsWith(".point", StringComparison.Ordinal)).Select(static k => k[..^".point".Length]).Order(StringComparer.Ordinal)];

    /// <summary>A smaller language: the first alternatives of each rule, the first middle beats of each kind of text.</summary>
    /// <param name="alternatives">The most alternatives of a rule; names, topics and pools of whole kinds of texts may have four times as many.</param>
    /// <param name="beats">The most middle beats.</param>
    public Grammar Limited(int alternatives, int beats)
    {
        var dropped = DocumentGenerator.Genres.SelectMany(genre => Beats($"{genre}.middle.").Skip(beats)).ToList();
        return new(_rules.Values.Where(rule => !dropped.Exists(beat => rule.Name.StartsWith(beat + ".", StringComparison.Ordinal)))
            .ToFrozenDictionary(static r => r.Name, r => new Rule(r.Name, r.Name == Topics.Rule ? r.Alternatives : [.. r.Alternatives.Take(IsWide(r.Name) ? 4 * alternatives : alternatives)]), StringComparer.Ordinal));
    }

    private static bool IsWide(string rule) =>
        rule is "trade" or "name.he" or "name.she" || (rule.EndsWith(".body", StringComparison.Ordinal) && rule.Count(static c => c == '.') == 1);

    /// <summary>Reads rules: <c>[name]</c> on a line of its own, then an alternative a line; <c>N*</c> before one is its weight; <c>#</c> begins a comment.</summary>
    /// <exception cref="FormatException">A line stands outside of a rule, a rule is empty or there twice, a slot is not closed.</exception>
    public static Grammar Read(IEnumerable<string> texts)
    {
        var rules = new Dictionary<string, List<Alternative>>(StringComparer.Ordinal);
        List<Alternative>? current = null;
        foreach (var line in texts.SelectMany(static t => t.Split('\n')).Select(static l => l.Trim()))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;

            if (line[0] == '[' && line[^1] == ']')
            {
                if (!rules.TryAdd(line[1..^1], current = []))
                    throw new FormatException($"The rule {line} is there twice.");
            }
            else
            {
                (current ?? throw new FormatException($"'{line}' stands before the first rule.")).Add(Alternative.Parse(line));
            }
        }

        return new(rules.ToFrozenDictionary(static r => r.Key, static r => new Rule(r.Key, r.Value), StringComparer.Ordinal));
    }

    private static Grammar ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return Read(assembly.GetManifestResourceNames().Where(static n => n.StartsWith("Grammar/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }));
    }
}

/// <summary>A rule: one of its alternatives takes its place.</summary>
internal sealed class Rule
{
    /// <exception cref="FormatException">It has no alternative.</exception>
    public Rule(string name, IReadOnlyList<Alternative> alternatives)
    {
        if (alternatives.Count == 0)
            throw new FormatException($"The rule [{name}] is empty.");

        (Name, Alternatives) = (name, alternatives);
    }

    public string Name { get; }

    public IReadOnlyList<Alternative> Alternatives { get; }
}

/// <summary>One alternative of a rule: its weight, and the pieces of its text.</summary>
internal sealed record Alternative(int Weight, IReadOnlyList<Piece> Pieces)
{
    public static Alternative Parse(string line)
    {
        var star = line.IndexOf('*', StringComparison.Ordinal);
        var weight = 1;
        if (star > 0 && int.TryParse(line.AsSpan(0, star), NumberStyles.None, CultureInfo.InvariantCulture, out var given))
            (weight, line) = (given, line[(star + 1)..].TrimStart());

        var pieces = new List<Piece>();
        for (var i = 0; i < line.Length;)
        {
            var open = line.IndexOf('{', i);
            if (open < 0)
            {
                pieces.Add(new(line[i..], false, null));
                break;
            }

            if (open > i)
                pieces.Add(new(line[i..open], false, null));
            var close = line.IndexOf('}', open);
            if (close < 0)
                throw new FormatException($"A slot is not closed in: {line}");

            pieces.Add(Piece.Slot(line[(open + 1)..close]));
            i = close + 1;
        }

        return new(weight, pieces);
    }
}

/// <summary>Words as they stand, or a slot.</summary>
/// <param name="Text">The words, or the name of a variable or rule.</param>
/// <param name="Article">Whether "a" or "an" goes before what the slot gives.</param>
/// <param name="Bind">The variable that keeps what the slot gives; null for none, and for plain words.</param>
internal sealed record Piece(string Text, bool Article, string? Bind)
{
    public bool IsSlot { get; private init; }

    public static Piece Slot(string inside)
    {
        var article = inside.StartsWith("a ", StringComparison.Ordinal);
        var name = article ? inside[2..] : inside;
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        return new(equals < 0 ? name : name[(equals + 1)..], article, equals < 0 ? null : name[..equals]) { IsSlot = true };
    }
}
