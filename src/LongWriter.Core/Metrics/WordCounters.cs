namespace LongWriter;

/// <summary>The counters that ship. All are stateless, allocate nothing and take time linear in the text.</summary>
public static class WordCounters
{
    /// <summary>
    /// The counter of LongBench-Write (LongWriter, section 4.2), named <c>longwriter</c>: the characters U+4E00 to U+9FFF plus the
    /// matches of <c>\b[a-zA-Z]+\b</c> with Python's meaning of <c>\b</c>. Made for English and Chinese: digits never count,
    /// "don't" is two words, "GPT4", a Latin word that touches a Chinese character and every word of another script are none.
    /// </summary>
    public static IWordCounter LongWriter { get; } = new LongWriterWordCounter();

    /// <summary>
    /// The counter for every other language, named <c>unicode</c>, close to the word boundaries of UAX #29: a run of letters and
    /// digits with their marks is a word, also across apostrophes and across the separators of a number (3.14, 1,000); a hyphen
    /// separates. Han, Hiragana and Katakana count one a character, Hangul counts as it is spaced. Thai, Lao, Khmer and Myanmar,
    /// which put no spaces between words, are estimated: one word for every four letters of a run (Thai, Lao) or every three
    /// (Khmer, Myanmar), marks not counted, at least one. Punctuation, symbols and emoji are no words.
    /// </summary>
    public static IWordCounter Unicode { get; } = new UnicodeWordCounter();

    /// <summary>The counter that lengths in a language are controlled with.</summary>
    /// <param name="language">A BCP 47 tag; only its first part is looked at, in any case.</param>
    /// <returns><see cref="LongWriter"/> for English and Chinese, else <see cref="Unicode"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="language"/> is empty.</exception>
    public static IWordCounter ForLanguage(string language)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(language);
        var end = language.AsSpan().IndexOfAny('-', '_');
        var primary = end < 0 ? language.AsSpan() : language.AsSpan(0, end);
        var paper = primary.Equals("en", StringComparison.OrdinalIgnoreCase) || primary.Equals("zh", StringComparison.OrdinalIgnoreCase);
        return paper ? LongWriter : Unicode;
    }
}
