using System.Numerics;

namespace LongWriter;

/// <summary>Watches one answer for a loop: for each period p it knows how many of the last tokens equal the one p before. Vectors of comparisons, no hashes, so no false alarm.</summary>
internal sealed class LoopDetector
{
    private readonly LoopDetection _limits;
    private readonly int _period;
    // The last tokens twice in a row, so that a window over the ring is one piece.
    private readonly int[] _ring;
    // _runs[i] belongs to the period _period − i, as the tokens before the new one lie in the ring.
    private readonly int[] _runs;
    // No loop has fewer tokens that repeat: over all periods p the least of max(MinTokens − p, (MinRepeats − 1) · p).
    private readonly int _least;
    private int _at;

    public LoopDetector(LoopDetection limits)
    {
        _limits = limits;
        _period = (limits.MaxPeriod + Vector<int>.Count - 1) / Vector<int>.Count * Vector<int>.Count;
        _ring = new int[2 * _period];
        Array.Fill(_ring, -1);
        _runs = new int[_period];
        _least = Math.Max(1, Math.Max(limits.MinTokens - limits.MaxPeriod, limits.MinTokens - (limits.MinTokens / limits.MinRepeats) - 1));
    }

    /// <summary>Takes the next token of the answer; true where the answer is caught in a loop with it.</summary>
    public bool Add(int token)
    {
        var equals = new Vector<int>(token);
        var longest = Vector<int>.Zero;
        for (var i = 0; i < _period; i += Vector<int>.Count)
        {
            var same = Vector.Equals(new Vector<int>(_ring, _at + i), equals);
            var run = (new Vector<int>(_runs, i) + Vector<int>.One) & same;
            run.CopyTo(_runs, i);
            longest = Vector.Max(longest, run);
        }

        _ring[_at] = token;
        _ring[_at + _period] = token;
        _at = (_at + 1) % _period;

        return Vector.GreaterThanOrEqualAny(longest, new Vector<int>(_least)) && IsLoop();
    }

    private bool IsLoop()
    {
        for (var i = _period - _limits.MaxPeriod; i < _period; i++)
        {
            var period = _period - i;
            if (_runs[i] > 0 && _runs[i] + period >= Math.Max(_limits.MinTokens, (long)_limits.MinRepeats * period))
                return true;
        }

        return false;
    }
}
