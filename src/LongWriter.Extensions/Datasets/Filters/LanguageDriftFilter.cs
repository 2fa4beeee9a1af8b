namespace LongWriter;

/// <summary>
/// Texts that stay in the language that was asked for. Quotes, tables and code do not count, nor do texts whose instruction asks for two languages.
/// </summary>
internal sealed class LanguageDriftFilter(RowFilterOptions options) : IRowFilter
{
    // Below that a guess is one.
    private const int LeastBlock = 160;

    private static readonly string[][] Related = [["da", "nb", "sv"], ["es", "pt", "it"], ["cs", "pl"], ["ru", "uk"], ["ar", "fa", "ur"]];

    private static readonly string[] TwoLanguages =
        ["translat", "bilingual", "both languages", "two languages", "side by side", "双语", "翻译", "中英", "对照", "译文", "vocabulary list", "phrasebook", "language course", "learn "];

    public string Name => "language-drift";

    public string? FindFault(DatasetRow row)
    {
        if (row.Text is not { } text || string.IsNullOrWhiteSpace(row.Prompt) || TwoLanguages.Any(t => row.Prompt.Contains(t, StringComparison.OrdinalIgnoreCase)))
            return null;

        var expected = RowFigures.Primary(RowFigures.LanguageOf(row));
        int all = 0, other = 0;
        string? seen = null;
        foreach (var block in Blocks(text))
        {
            var length = 0;
            // A Chinese character says as much as three letters.
            foreach (var c in block)
                length += TermText.IsChinese(c) ? 3 : char.IsLetter(c) ? 1 : 0;
            if (length < LeastBlock)
                continue;

            all += length;
            var language = LanguageEvidence.Guess(block);
            if (language == expected || Array.Exists(Related, r => r.Contains(language) && r.Contains(expected)))
                continue;

            other += length;
            seen ??= language;
        }

        var share = all == 0 ? 0 : (double)other / all;
        return share > options.MaxOtherLanguage ? FormattableString.Invariant($"{share:P0} is in {seen}, not in {expected}") : null;
    }

    /// <summary>Runs of prose of about a paragraph.</summary>
    private static IEnumerable<string> Blocks(string text)
    {
        var block = new System.Text.StringBuilder();
        foreach (var line in TextLine.Read(text))
        {
            if (line.Kind is TextLineKind.Text or TextLineKind.ListItem or TextLineKind.Heading)
                block.Append(text, line.Content, line.End - line.Content).Append('\n');
            if (block.Length >= 400)
            {
                yield return block.ToString();
                block.Clear();
            }
        }

        if (block.Length > 0)
            yield return block.ToString();
    }
}
