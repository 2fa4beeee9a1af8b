namespace TinyModel.Corpus;

/// <summary>"A" or "an".</summary>
internal static class Articles
{
    // Sounds that the letter does not tell; the grammars have no others.
    private static readonly string[] WithAn = ["hour", "honest"];
    private static readonly string[] WithA = ["useful", "one", "uni", "use", "used"];

    /// <summary>The indefinite article that goes before some words.</summary>
    public static string Before(string words)
    {
        var first = words.Split(' ', 2)[0];
        if (WithAn.Any(w => first.StartsWith(w, StringComparison.OrdinalIgnoreCase)))
            return "an";
        return "aeiouAEIOU".Contains(first[0], StringComparison.Ordinal) && !WithA.Any(w => first.StartsWith(w, StringComparison.OrdinalIgnoreCase)) ? "an" : "a";
    }
}
