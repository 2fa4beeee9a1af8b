using System.Text;

namespace TinyModel.Corpus;

/// <summary>Expands rules inside one document: its variables, and what has been used already.</summary>
internal sealed class Scope(Grammar grammar, Choices choices, Topic topic, Person hero)
{
    private readonly Dictionary<string, string> _document = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _section = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _unused = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sentences = new(StringComparer.Ordinal);
    private Person? _friend;

    /// <summary>Sets a variable of the whole document.</summary>
    public void Set(string name, string value) => _document[name] = value;

    /// <summary>Begins a section: its variables are empty but for these.</summary>
    public void BeginSection(Person friend, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        _friend = friend;
        _section.Clear();
        foreach (var (name, value) in variables)
            _section[name] = value;
    }

    /// <summary>Sets the section's clock to one wording of a rule, the same in the whole document.</summary>
    public void SetClock(string rule, int alternative) => _section["clock"] = Expand(grammar[rule].Alternatives[alternative]);

    /// <summary>Expands a rule to words.</summary>
    public string Expand(string rule)
    {
        var alternatives = grammar[rule].Alternatives;
        return Expand(alternatives[choices.Weighted([.. alternatives.Select(static a => a.Weight)])]);
    }

    /// <summary>A sentence of a pool: each template once before any comes again, no sentence twice as far as that can be had.</summary>
    public string Sentence(string pool)
    {
        var sentence = "";
        for (var i = 0; i < 8; i++)
        {
            sentence = Capitalised(Expand(Unused(pool)));
            if (_sentences.Add(sentence))
                break;
        }

        return sentence;
    }

    /// <summary>With a capital at the beginning of each sentence.</summary>
    public static string Capitalised(string text)
    {
        var letters = text.ToCharArray();
        var start = true;
        for (var i = 0; i < letters.Length; i++)
        {
            if (start && char.IsLetter(letters[i]))
            {
                letters[i] = char.ToUpperInvariant(letters[i]);
                start = false;
            }
            else if (letters[i] is '.' or '!' or '?')
            {
                // "I see!" he said: a quotation goes on with a small letter.
                start = i + 1 >= letters.Length || letters[i + 1] != '"';
            }
        }

        return new(letters);
    }

    private Alternative Unused(string pool)
    {
        var alternatives = grammar[pool].Alternatives;
        if (!_unused.TryGetValue(pool, out var left) || left.Count == 0)
            _unused[pool] = left = [.. Enumerable.Range(0, alternatives.Count)];
        var at = choices.Below(left.Count);
        var index = left[at];
        left.RemoveAt(at);
        return alternatives[index];
    }

    private string Expand(Alternative alternative)
    {
        var text = new StringBuilder();
        foreach (var piece in alternative.Pieces)
        {
            if (!piece.IsSlot)
            {
                text.Append(piece.Text);
                continue;
            }

            var value = Variable(piece.Text) ?? Expand(piece.Text);
            if (piece.Bind is { } name)
                _section[name] = value;
            text.Append(piece.Article ? Articles.Before(value) + " " + value : value);
        }

        return text.ToString();
    }

    private string? Variable(string name)
    {
        if (_section.TryGetValue(name, out var value) || _document.TryGetValue(name, out value))
            return value;

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (owner, form) = dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
        return owner switch
        {
            "topic" when dot < 0 => topic.Phrase,
            "t" => Agreement(form),
            "hero" => hero.Form(form),
            "friend" => _friend?.Form(form),
            _ => null,
        };
    }

    private string? Agreement(string form) => form switch
    {
        "is" => topic.IsPlural ? "are" : "is",
        "was" => topic.IsPlural ? "were" : "was",
        "has" => topic.IsPlural ? "have" : "has",
        "does" => topic.IsPlural ? "do" : "does",
        "it" => topic.IsPlural ? "they" : "it",
        "them" => topic.IsPlural ? "them" : "it",
        "its" => topic.IsPlural ? "their" : "its",
        "s" => topic.IsPlural ? "" : "s",
        _ => null,
    };
}
