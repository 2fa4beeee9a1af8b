namespace LongWriter;

/// <summary>The part of a draft that is still thought to be text; it shrinks from both ends, so that cleaning stays linear.</summary>
internal sealed class DraftWindow
{
    private readonly string _text;
    private int _start;
    private int _end;

    public DraftWindow(string text)
    {
        _text = text;
        _end = text.Length;
        SkipBlankStart();
    }

    /// <summary>What is left.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(_start, _end - _start);

    /// <summary>The first line, white space at its end included, its line break not.</summary>
    public ReadOnlySpan<char> FirstLine => Text.IndexOf('\n') is var end and >= 0 ? Text[..end] : Text;

    /// <summary>The last line that is not blank, without the white space behind it.</summary>
    public ReadOnlySpan<char> LastLine
    {
        get
        {
            var text = Text.TrimEnd();
            return text[(text.LastIndexOf('\n') + 1)..];
        }
    }

    /// <summary>Whether the last line is a paragraph of its own.</summary>
    public bool LastLineIsParagraph
    {
        get
        {
            var text = Text.TrimEnd();
            var start = text.LastIndexOf('\n');
            return start < 0 || text[..start].TrimEnd(" \t").EndsWith("\n");
        }
    }

    /// <summary>Whether the first line that is not blank behind the first line starts with a character.</summary>
    public bool SecondLineStartsWith(char c) => Text[FirstLine.Length..].TrimStart().StartsWith(c);

    /// <summary>Drops characters at the start, and the blank space behind them.</summary>
    public void DropStart(int length)
    {
        _start += length;
        SkipBlankStart();
    }

    /// <summary>Drops characters before the white space at the end, and that white space.</summary>
    public void DropEnd(int length)
    {
        _end = _start + Text.TrimEnd().Length - length;
        _end = _start + Text.TrimEnd().Length;
    }

    /// <summary>Drops a horizontal rule at the start: it set off what was dropped before it.</summary>
    public void DropRuleAtStart()
    {
        if (IsRule(FirstLine))
            DropStart(FirstLine.Length);
    }

    /// <summary>Drops a horizontal rule at the end: it set off what was dropped behind it.</summary>
    public void DropRuleAtEnd()
    {
        if (IsRule(LastLine))
            DropEnd(LastLine.Length);
    }

    /// <inheritdoc />
    public override string ToString() => Text.Length == _text.Length ? _text : Text.ToString();

    // ideographic spaces are a paragraph's indentation
    private void SkipBlankStart()
    {
        for (var i = _start; i < _end && char.IsWhiteSpace(_text[i]); i++)
        {
            if (_text[i] is '\n' or ' ' or '\t' && OnlyBlanks(_start, i))
                _start = i + 1;
        }
    }

    private bool OnlyBlanks(int start, int end) => _text.AsSpan(start, end - start).IndexOfAnyExcept(" \t") < 0;

    private static bool IsRule(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.Length >= 3 && line[0] is '-' or '*' or '_' or '=' && line.TrimStart(line[0]).IsEmpty;
    }
}
