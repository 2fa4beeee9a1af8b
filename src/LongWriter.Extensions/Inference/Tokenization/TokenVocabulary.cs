namespace LongWriter;

/// <summary>Tokens by id and ids by token, as the model's file writes them.</summary>
internal sealed class TokenVocabulary
{
    /// <summary>No vocabulary comes near this; a larger id is a mistake or an attack on the memory.</summary>
    public const int Largest = 1 << 22;

    private readonly List<string?> _tokens = [];
    private readonly Dictionary<string, int> _ids;

    /// <summary>Makes an empty vocabulary.</summary>
    public TokenVocabulary(int capacity = 0)
    {
        _ids = new(capacity, StringComparer.Ordinal);
        Spans = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Ids run from 0 to this, exclusive; some may be free.</summary>
    public int Count => _tokens.Count;

    /// <summary>Ids by token, without a string.</summary>
    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Spans { get; }

    /// <summary>The token of an id, or null where it is free.</summary>
    public string? this[int id] => (uint)id < (uint)_tokens.Count ? _tokens[id] : null;

    /// <summary>Adds a token.</summary>
    /// <returns>Whether id and token were both free, or are just this pair already.</returns>
    public bool Add(string token, int id)
    {
        if (this[id] is { } other)
            return other == token;

        if (!_ids.TryAdd(token, id))
            return false;

        while (_tokens.Count <= id)
            _tokens.Add(null);
        _tokens[id] = token;
        return true;
    }

    /// <summary>Finds a token.</summary>
    public bool TryFind(string token, out int id) => _ids.TryGetValue(token, out id);
}
