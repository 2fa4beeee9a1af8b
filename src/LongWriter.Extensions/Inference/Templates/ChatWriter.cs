using System.Runtime.CompilerServices;
using System.Text;

namespace LongWriter;

/// <summary>Collects the ids and spans of a conversation.</summary>
/// <param name="tokenizer">Makes the ids.</param>
/// <param name="joins">Whether neighbouring texts are encoded as one.</param>
internal sealed class ChatWriter(ModelTokenizer tokenizer, bool joins)
{
    private static readonly ConditionalWeakTable<ModelTokenizer, AddedTokenMatcher> Matchers = [];

    private readonly List<int> _ids = [];
    private readonly List<ChatSpan> _spans = [];
    private readonly List<(string Text, ChatSpan Span)> _run = [];
    private TextPlace _place = TextPlace.Start;

    /// <summary>Writes what the template puts.</summary>
    public void Markup(string text, int turn, string? role) => Markup(text, new(turn, role, ChatSpanKind.Control, 0, 0));

    /// <summary>Writes what the template puts and a model writes itself.</summary>
    public void Written(string text, int turn, string role) => Markup(text, new(turn, role, ChatSpanKind.Content, 0, 0));

    /// <summary>Writes the end of a turn.</summary>
    public void MarkEnd(string text, int turn, string role) => Markup(text, new(turn, role, ChatSpanKind.End, 0, 0));

    /// <summary>Writes a turn's text.</summary>
    public void Content(string text, int turn, string role) => Text(text, new(turn, role, ChatSpanKind.Content, 0, 0));

    /// <summary>Writes the first special token of a header as the end of the turn before, and gives the rest.</summary>
    public string End(string header, int turn, string role)
    {
        var (start, end, token) = Parts(header).FirstOrDefault();
        if (token is null || start != 0)
            return header;

        MarkEnd(header[..end], turn, role);
        return header[end..];
    }

    /// <summary>What is written so far stays as it is, whatever follows.</summary>
    public void Cut()
    {
        Flush();
        if (_ids.Count > 0)
            _place = TextPlace.Continued;
    }

    /// <summary>The conversation.</summary>
    public RenderedChat Finish()
    {
        Flush();
        return new(_ids, _spans);
    }

    /// <summary>Writes an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="span">Whose it is.</param>
    /// <param name="next">Where text after it stands.</param>
    public void Id(int id, ChatSpan span, TextPlace next = TextPlace.Later)
    {
        Flush();
        Put(id, span);
        _place = next;
    }

    private IEnumerable<(int Start, int End, AddedToken? Token)> Parts(string markup) =>
        Matchers.GetValue(tokenizer, static tokenizer => new(tokenizer.SpecialTokens.Select(pair => (pair.Key, new AddedToken(pair.Value, pair.Key))))).Split(markup, true);

    private void Markup(string text, ChatSpan span)
    {
        foreach (var (start, end, token) in Parts(text))
        {
            if (token is null)
                Text(text[start..end], span);
            else
                Id(token.Id, span);
        }
    }

    private void Text(string text, ChatSpan span)
    {
        if (text.Length == 0)
            return;

        _run.Add((text, span));
        if (!joins)
            Flush();
    }

    private void Flush()
    {
        if (_run.Count == 0)
            return;

        var ids = tokenizer.EncodePart(string.Concat(_run.Select(part => part.Text)), _place);
        if (_run.Count == 1)
            PutAll(ids, _run[0].Span);
        else if (!TryAttribute(ids, [.. _run.Select(part => Encoding.UTF8.GetByteCount(part.Text))]) && !TryAttribute(ids, [.. _run.Select(part => Bytes(tokenizer.EncodePart(part.Text, TextPlace.Continued)))]))
            EncodeAlone();

        _run.Clear();
        _place = TextPlace.Later;
    }

    private int Bytes(IReadOnlyList<int> ids) => ids.Sum(id => tokenizer.BytesOf(id).Length);

    // By the place of each token's last byte; SentencePiece puts one more byte, a space, in front. Normalization may change the
    // lengths of the parts, so they are measured as given first, and then by their tokens.
    private bool TryAttribute(IReadOnlyList<int> ids, int[] lengths)
    {
        var lead = Bytes(ids) - lengths.Sum();
        if (lead != 0 && !(lead == 1 && tokenizer.BytesOf(ids[0]).Span is [(byte)' ', ..]))
            return false;

        var (part, end, written) = (0, lengths[0], -lead);
        foreach (var id in ids)
        {
            written += tokenizer.BytesOf(id).Length;
            while (written > end)
                end += lengths[++part];
            Put(id, _run[part].Span);
        }

        return true;
    }

    // The parts do not add up to the whole (a normalization across a border, tokens that take spaces), so each goes for itself.
    private void EncodeAlone()
    {
        foreach (var (text, span) in _run)
        {
            PutAll(tokenizer.EncodePart(text, _place), span);
            _place = TextPlace.Continued;
        }
    }

    private void PutAll(IReadOnlyList<int> ids, ChatSpan span)
    {
        foreach (var id in ids)
            Put(id, span);
    }

    private void Put(int id, ChatSpan span)
    {
        if (_spans.Count > 0 && _spans[^1] is var last && (last.Turn, last.Role, last.Kind) == (span.Turn, span.Role, span.Kind))
            _spans[^1] = last with { Length = last.Length + 1 };
        else
            _spans.Add(span with { Start = _ids.Count, Length = 1 });
        _ids.Add(id);
    }
}
