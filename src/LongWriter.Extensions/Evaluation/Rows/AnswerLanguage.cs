namespace LongWriter;

/// <summary>The language of a row, which files give as a tag or by its name ("English", "中文").</summary>
internal static class AnswerLanguage
{
    /// <summary>The BCP 47 tag.</summary>
    public static string TagOf(string language) => LanguageNames.FindTag(language.Trim()) ?? language.Trim();

    /// <summary>The tag as it is written by custom, so that one language has one: "en", "zh-Hans", "pt-BR".</summary>
    public static string NormalTagOf(string language) => string.Join('-', TagOf(language).Split('-', '_').Select(static (part, i) => part switch
    {
        _ when i == 0 => part.ToLowerInvariant(),
        { Length: 2 } => part.ToUpperInvariant(),
        { Length: 4 } => char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant(),
        _ => part.ToLowerInvariant(),
    }));

    /// <summary>The tag's first part in lower case.</summary>
    public static string PrimaryOf(string language) => TagOf(language).Split('-', '_')[0].ToLowerInvariant();
}
