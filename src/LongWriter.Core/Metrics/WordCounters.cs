namespace LongWriter;

/// <summary>The counters that ship.</summary>
public static class WordCounters
{
    /// <summary>The counter of a language.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    public static IWordCounter ForLanguage(string language) => throw new InvalidOperationException(language);
}
