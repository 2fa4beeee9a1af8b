namespace LongWriter;

/// <summary>The language of a row, which files give as a tag or by its name ("English", "中文").</summary>
internal static class AnswerLanguage
{
    /// <summary>The BCP 47 tag.</summary>
    public static string TagOf(string language) => LanguageNames.FindTag(language.Trim()) ?? language.Trim();

    /// <summary>The tag's first part in lower case.</summary>
    public static string PrimaryOf(string language) => TagOf(language).Split('-', '_')[0].ToLowerInvariant();
}
