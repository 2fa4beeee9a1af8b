namespace LongWriter;

/// <summary>Puts a continuation behind the draft that it continues.</summary>
internal static class Continuation
{
    private const int LongestOverlap = 400;
    private const int LeastOverlap = 12;

    /// <summary>
    /// Joins both. A continuation that begins by repeating the draft's end loses that repetition; a blank goes between
    /// where the script has blanks and neither side brings one.
    /// </summary>
    public static string Join(string draft, string continuation)
    {
        var overlap = OverlapOf(draft, continuation);
        var rest = continuation[overlap..];
        if (rest.Length == 0)
            return draft;
        if (overlap > 0 || draft.Length == 0 || char.IsWhiteSpace(draft[^1]) || char.IsWhiteSpace(rest[0]) || !HasBlanks(draft[^1]) || !HasBlanks(rest[0]))
            return draft + rest;

        return draft + " " + rest;
    }

    private static int OverlapOf(string draft, string continuation)
    {
        for (var length = Math.Min(LongestOverlap, Math.Min(draft.Length, continuation.Length)); length >= LeastOverlap; length--)
        {
            if (draft.AsSpan(draft.Length - length).SequenceEqual(continuation.AsSpan(0, length)))
                return length;
        }

        return 0;
    }

    // Chinese and Japanese text, and its punctuation, is set without blanks.
    private static bool HasBlanks(char c) => c is not (>= '\u2E80' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' or >= '\uFE30' and <= '\uFE4F' or >= '\uFF00' and <= '\uFFEF');
}
