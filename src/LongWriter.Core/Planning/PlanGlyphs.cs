namespace LongWriter;

/// <summary>The one spelling in which the structure of a plan is looked for, and small steps over it.</summary>
internal static class PlanGlyphs
{
    /// <summary>
    /// Maps each character to one other: full-width forms to ASCII, every dash to '-', every white space to a space, lower
    /// case. Positions stay the same, so what is found in the normal form can be cut from the original.
    /// </summary>
    public static string Normalize(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = Map(source[i]);
    });

    public static bool IsEmphasis(char c) => c is '*' or '_' or '`';

    public static bool IsLoose(char c) => c == ' ' || IsEmphasis(c);

    /// <summary>Whether a character belongs to an alphabet that is written with spaces between words.</summary>
    public static bool IsWordLetter(char c) => char.IsLetter(c) && c is < '\u2E80' or > '\uFFDC';

    public static bool StartsWith(string text, int at, string value) =>
        at < text.Length && text[at] == value[0] && string.CompareOrdinal(text, at, value, 0, value.Length) == 0;

    public static void SkipBlank(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
    }

    public static void SkipLoose(string text, ref int at)
    {
        while (at < text.Length && IsLoose(text[at]))
            at++;
    }

    /// <summary>Skips blanks and emphasis that closes here; emphasis that opens a word belongs to what follows.</summary>
    public static void SkipClosed(string text, ref int at)
    {
        SkipBlank(text, ref at);
        var run = at;
        while (run < text.Length && IsEmphasis(text[run]))
            run++;

        if (run == at || (run < text.Length && text[run] != ' ' && !(at > 0 && text[at - 1] != ' ')))
            return;

        at = run;
        SkipBlank(text, ref at);
    }

    private static char Map(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(c - 0xFEE0)),
        (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFE58' or '\uFE63' => '-',
        '【' or '〔' => '[',
        '】' or '〕' => ']',
        '≈' or '〜' or '∼' => '~',
        '\uFEFF' or '\u200B' or '\u200C' or '\u200D' or '\u2060' => ' ',
        _ when char.IsWhiteSpace(c) => ' ',
        _ => char.ToLowerInvariant(c),
    };
}
