using System.Text;

namespace LongWriter;

/// <summary>
/// Whether bold text of a block is closed, by CommonMark's rules: a run of asterisks opens where no white space follows, and closes where none stands before. One between letters or digits,
/// as in 2**3, is a mark only where it finds its partner.
/// </summary>
internal sealed class BoldMarks
{
    private readonly Stack<bool> _open = new();

    /// <summary>Reads a line, its code blanked.</summary>
    public void Read(string line)
    {
        for (var i = 0; i < line.Length;)
        {
            if (line[i] == '\\')
            {
                i += 2;
                continue;
            }

            var end = i;
            while (end < line.Length && line[end] == '*')
                end++;
            for (var mark = 0; mark < (end - i) / 2; mark++)
                Take(Before(line, i), After(line, end));
            i = Math.Max(end, i + 1);
        }
    }

    /// <summary>Ends a block.</summary>
    /// <returns>Whether a mark that can only open was left open in it.</returns>
    public bool End()
    {
        var isBroken = _open.Contains(true);
        _open.Clear();
        return isBroken;
    }

    private void Take(Rune? before, Rune? after)
    {
        if (_open.Count > 0 && before is { } b && !Rune.IsWhiteSpace(b))
            _open.Pop();
        else if (after is { } a && !Rune.IsWhiteSpace(a))
            _open.Push(!IsOfWord(before));
    }

    // Chinese has no spaces around bold text
    private static bool IsOfWord(Rune? rune) => rune is { } r && Rune.IsLetterOrDigit(r) && !TextToken.IsIdeographic(r.Value);

    private static Rune? Before(string line, int at) => Rune.DecodeLastFromUtf16(line.AsSpan(0, at), out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : null;

    private static Rune? After(string line, int at) => Rune.DecodeFromUtf16(line.AsSpan(at), out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : null;
}
