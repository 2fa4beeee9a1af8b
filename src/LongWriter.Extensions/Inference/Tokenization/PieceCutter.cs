namespace LongWriter;

/// <summary>What becomes of a match and of the text between matches.</summary>
internal enum SplitBehavior
{
    /// <summary>A match is a piece of its own.</summary>
    Isolated,

    /// <summary>A match goes away.</summary>
    Removed,

    /// <summary>A match belongs to the text before it.</summary>
    MergedWithPrevious,

    /// <summary>A match belongs to the text after it.</summary>
    MergedWithNext,

    /// <summary>Matches in a row are one piece.</summary>
    Contiguous,
}

/// <summary>Hands pieces on as matches come in.</summary>
internal ref struct PieceCutter(SplitBehavior behavior, bool invert, PieceStep next, TextPlace place, List<int> ids)
{
    private int _done;
    private int _start;
    private int _end;
    private bool _lastIsMatch;

    /// <summary>Takes the next match.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="end">Where it ends.</param>
    public void Match(ReadOnlySpan<char> text, int start, int end)
    {
        if (_done < start)
            Take(text, _done, start, invert);
        if (start < end)
            Take(text, start, end, !invert);
        _done = end;
    }

    /// <summary>Takes what is left.</summary>
    /// <param name="text">The whole text.</param>
    public void End(ReadOnlySpan<char> text)
    {
        if (_done < text.Length)
            Take(text, _done, text.Length, invert);
        Emit(text);
    }

    private void Take(ReadOnlySpan<char> text, int start, int end, bool isMatch)
    {
        var joins = _start < _end && behavior switch
        {
            SplitBehavior.MergedWithPrevious => isMatch && !_lastIsMatch,
            SplitBehavior.MergedWithNext => !isMatch && _lastIsMatch,
            SplitBehavior.Contiguous => isMatch == _lastIsMatch,
            _ => false,
        };
        if (!joins)
        {
            Emit(text);
            _start = start;
        }

        _end = behavior == SplitBehavior.Removed && isMatch ? _start : end;
        _lastIsMatch = isMatch;
    }

    private readonly void Emit(ReadOnlySpan<char> text)
    {
        if (_start < _end)
            next.Apply(text[_start.._end], _start == 0 || place == TextPlace.Continued ? place : TextPlace.Later, ids);
    }
}
