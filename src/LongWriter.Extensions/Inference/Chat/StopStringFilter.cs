using System.Text;

namespace LongWriter;

/// <summary>
/// Cuts a streamed text before the first stop string. What may be the beginning of one is held back until it is clear. One automaton a
/// stop string (Knuth, Morris and Pratt), so the work is linear in the text whatever the strings are.
/// </summary>
internal sealed class StopStringFilter(IReadOnlyList<string> stops)
{
    private readonly Automaton[] _automata = [.. stops.Select(static stop => new Automaton(stop))];
    private readonly StringBuilder _held = new();

    /// <summary>Whether a stop string has come; nothing follows it.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Takes text and gives what is certainly before any stop string.</summary>
    public string Add(string text)
    {
        if (_automata.Length == 0 || text.Length == 0)
            return IsStopped ? "" : text;

        foreach (var c in text)
        {
            if (IsStopped)
                return "";

            _held.Append(c);
            var longest = 0;
            foreach (var automaton in _automata)
            {
                // Of strings that end at the same character the longest began first.
                if (automaton.Add(c))
                    longest = Math.Max(longest, automaton.Length);
            }

            if (longest == 0)
                continue;

            IsStopped = true;
            _held.Length -= longest;
            return Take(_held.Length);
        }

        return Take(_held.Length - _automata.Max(static a => a.Matched));
    }

    /// <summary>What was held back, at the end of the text.</summary>
    public string Flush() => Take(_held.Length);

    private string Take(int length)
    {
        var text = _held.ToString(0, length);
        _held.Remove(0, length);
        return text;
    }

    private sealed class Automaton
    {
        private readonly string _stop;
        private readonly int[] _fallbacks;

        public Automaton(string stop)
        {
            _stop = stop;
            _fallbacks = new int[stop.Length + 1];
            for (var i = 1; i < stop.Length; i++)
                _fallbacks[i + 1] = Next(_fallbacks[i], stop[i]);
        }

        public int Length => _stop.Length;

        /// <summary>How many of the stop string's characters stand at the text's end.</summary>
        public int Matched { get; private set; }

        public bool Add(char c)
        {
            Matched = Next(Matched == _stop.Length ? _fallbacks[Matched] : Matched, c);
            return Matched == _stop.Length;
        }

        private int Next(int matched, char c)
        {
            while (matched > 0 && _stop[matched] != c)
                matched = _fallbacks[matched];

            return _stop[matched] == c ? matched + 1 : 0;
        }
    }
}
