namespace LongWriter;

/// <summary>Brings an instruction into the one form that lengths are looked for in. Positions stay the same.</summary>
internal static class FoldedText
{
    /// <summary>Lower case; full-width digits, letters and signs as ASCII.</summary>
    public static string Fold(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            var c = source[i];
            span[i] = c switch
            {
                '\u3000' or '\t' => ' ',
                // A full-width comma or point between ordinary digits ends a clause or a list number.
                '\uFF0C' or '\uFF0E' when !IsBetweenWideDigits(source, i) => c,
                >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(c - 0xFEE0)),
                '\u301C' => '~',
                '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212' => '-',
                _ => char.ToLowerInvariant(c),
            };
        }
    });

    private static bool IsBetweenWideDigits(string text, int i) =>
        i > 0 && i + 1 < text.Length && text[i - 1] is >= '\uFF10' and <= '\uFF19' && text[i + 1] is >= '\uFF10' and <= '\uFF19';
}
