namespace LongWriter;

/// <summary>A row's language as filters compare it, however its file writes it: "zh_CN" is zh-CN, and what is no tag is detected.</summary>
internal static class RowLanguage
{
    /// <summary>The row's language as a BCP 47 tag.</summary>
    public static string Of(DatasetRow row)
    {
        if (row.Language is { } given && Tag(given) is var tag && Primary(tag) is { Length: 2 or 3 } primary && primary.All(char.IsAsciiLetter))
            return tag;

        return RowFigures.LanguageOf(row with { Language = null });
    }

    /// <summary>A tag with hyphens.</summary>
    public static string Tag(string tag) => tag.Trim().Replace('_', '-');

    /// <summary>A tag's language without script and region, in lower case.</summary>
    public static string Primary(string tag) => tag.Split('-', 2)[0].ToLowerInvariant();

    /// <summary>The word counter of the row's language.</summary>
    public static IWordCounter CounterOf(DatasetRow row) => WordCounters.ForLanguage(Of(row));
}
