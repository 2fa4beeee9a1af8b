using System.Security.Cryptography;
using System.Text;

namespace LongWriter;

/// <summary>What follows from a row: its language, its lengths, its name.</summary>
internal static class RowFigures
{
    /// <summary>The row's language as a BCP 47 tag, however its file writes it: "zh_CN" is zh-CN, and what is no tag is detected.</summary>
    public static string LanguageOf(DatasetRow row) =>
        row.Language is { } given && Tag(given) is var tag && Primary(tag) is { Length: 2 or 3 } primary && primary.All(char.IsAsciiLetter)
            ? tag
            : LanguageDetector.Detect(row.Prompt.Length > 0 ? row.Prompt : Head(row.Text ?? ""));

    /// <summary>A tag with hyphens.</summary>
    public static string Tag(string tag) => tag.Trim().Replace('_', '-');

    /// <summary>A tag's language without script and region, in lower case.</summary>
    public static string Primary(string tag) => tag.Split('-', 2)[0].ToLowerInvariant();

    public static IWordCounter CounterOf(DatasetRow row) => WordCounters.ForLanguage(LanguageOf(row));

    /// <summary>The required length in words; null where none is stated, or none that is clear.</summary>
    public static int? RequiredOf(DatasetRow row) => row.Required ?? StatedIn(row.Prompt);

    /// <summary>The length that a prompt states; null where it states none, or lengths that contradict each other.</summary>
    public static int? StatedIn(string prompt)
    {
        try
        {
            return LengthParser.Parse(prompt)?.Words;
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.InvalidRequest)
        {
            // Lengths that contradict each other are none to be scored against.
            return null;
        }
    }

    /// <summary>The first 16 hexadecimal digits of a text's SHA-256.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    /// <summary>A number below 1 that depends on nothing but what is given, the same on every machine.</summary>
    public static double Share(long seed, string id, string purpose) => PairSample.Number32(seed, id, purpose) / 4294967296.0;

    private static string Head(string text) => text.Length > 2_000 ? text[..2_000] : text;
}
