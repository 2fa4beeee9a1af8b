namespace LongWriter;

/// <summary>Finds the language that a document is to be written in.</summary>
public static class LanguageDetector
{
    /// <summary>
    /// The language to write in: the one the instruction asks for ("in French", "auf Deutsch", "用英文写"), else the one it is
    /// written in, by script and, within a script, by a vote of common short words. Merely naming a language or people ("a French
    /// chef") asks for nothing. Takes time linear in the instruction.
    /// </summary>
    /// <param name="instruction">The user's instruction.</param>
    /// <returns>A BCP 47 tag, such as <c>en</c>, <c>zh</c>, <c>fr</c> or, where asked for, <c>pt-BR</c>; <c>en</c> where there is too little to go by.</returns>
    public static string Detect(string instruction)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        return LanguageRequests.Find(instruction) ?? LanguageEvidence.Guess(instruction);
    }

    /// <summary>The English name of a language, for prompts.</summary>
    /// <param name="tag">A BCP 47 tag, for example <c>fr</c> or <c>pt-BR</c>.</param>
    /// <returns>For example "French" or "Brazilian Portuguese"; a region that is not known is left out ("French" for <c>fr-CH</c>); the tag itself where the language is not known.</returns>
    public static string GetName(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return LanguageNames.Find(tag) ?? LanguageNames.Find(tag.Split('-', '_')[0]) ?? tag;
    }
}
