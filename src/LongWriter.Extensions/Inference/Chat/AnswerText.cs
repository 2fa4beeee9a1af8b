namespace LongWriter;

/// <summary>An answer's text as its tokens come: whole characters only, and nothing from a stop string on.</summary>
internal sealed class AnswerText(ModelTokenizer tokenizer, IReadOnlyList<string> stops, int minTokens)
{
    private readonly TokenTextStream _stream = tokenizer.CreateStream();
    private readonly StopStringFilter _filter = new(stops);

    /// <summary>Tokens so far.</summary>
    public int Tokens { get; private set; }

    /// <summary>Whether a stop string has come.</summary>
    public bool IsStopped => _filter.IsStopped;

    /// <summary>Takes a token and gives the text that is certain with it.</summary>
    public string Add(int id)
    {
        Tokens++;
        var text = _stream.Add(id);
        // An answer that must not end yet does not end at a string either.
        return Tokens < minTokens ? text : _filter.Add(text);
    }

    /// <summary>What was held back, at the end of the answer.</summary>
    public string Flush() => IsStopped ? "" : _filter.Add(_stream.Flush()) + _filter.Flush();
}
