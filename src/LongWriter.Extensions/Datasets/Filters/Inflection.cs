namespace LongWriter;

/// <summary>English inflections, by their letters alone.</summary>
internal static class Inflection
{
    private static readonly string[] Endings = ["s", "es", "ed", "d", "ing", "er", "ers", "ings"];
    private static readonly string[] BehindE = ["ed", "ing", "er", "ers", "ings"];

    /// <summary>Whether a word is an inflection of another: bombs, making, stopped, parties.</summary>
    public static bool IsOf(string stem, string word)
    {
        if (word.Length <= stem.Length - 1 || stem.Length < 3)
            return false;

        if (word.StartsWith(stem, StringComparison.Ordinal))
        {
            var rest = word.AsSpan(stem.Length);
            if (IsAny(rest, Endings))
                return true;

            // A last consonant is doubled.
            return rest.Length > 1 && rest[0] == stem[^1] && IsAny(rest[1..], BehindE);
        }

        var trunk = stem.AsSpan(0, stem.Length - 1);
        if (!word.AsSpan().StartsWith(trunk))
            return false;

        var behind = word.AsSpan(trunk.Length);
        return stem[^1] == 'e' ? IsAny(behind, BehindE) : stem[^1] == 'y' && behind is "ies" or "ied";
    }

    private static bool IsAny(ReadOnlySpan<char> rest, string[] endings)
    {
        foreach (var ending in endings)
        {
            if (rest.SequenceEqual(ending))
                return true;
        }

        return false;
    }
}
