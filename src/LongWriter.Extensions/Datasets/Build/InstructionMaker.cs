using System.Globalization;

namespace LongWriter;

/// <summary>Makes the instruction that a text answers (back-translation; Li et al., 2023, and LongWriter, section 5). The text's own length is then written into it.</summary>
internal sealed class InstructionMaker(RetriedChat chat, int attempts, RoleCallOptions? options = null)
{
    private const int Shown = 3_000;
    private const int LongestInstruction = 2_000;

    public ValueTask<string> AskAsync(DatasetRow row, CancellationToken cancellationToken)
    {
        var text = row.Text!;
        var language = RowFigures.LanguageOf(row);
        // Beginning, middle and end tell what a text is about.
        var excerpt = text.Length <= 3 * Shown ? text : string.Join("\n[…]\n", text[..Shown], text.Substring((text.Length - Shown) / 2, Shown), text[^Shown..]);
        var prompt = PromptTemplate.Fill(
            """
            Below are parts of a text of {words} words, between lines of equals signs.
            ==========
            {text}
            ==========
            Write the instruction that a person could have given to get exactly this text: its subject, its kind, its reader and what is special about it, in two to four sentences, in {language}, without quoting it and without naming a length. Answer with the instruction alone.
            """,
            ("words", WordCounters.ForLanguage(language).Count(text).ToString("N0", CultureInfo.InvariantCulture)),
            ("text", excerpt),
            ("language", LanguageDetector.GetName(language)));
        return chat.AskAsync(
            prompt,
            "An earlier answer was no such instruction. Answer with the instruction alone, in two to four sentences, without a length.",
            (options ?? new()).Of(0.7f, 1_000),
            static response =>
            {
                var instruction = ReasoningBlocks.Remove(response.Text).Trim();
                return instruction.Length is 0 or > LongestInstruction || RefusalDetector.IsRefusal(instruction) || NamesALength(instruction)
                    ? throw new LongWriterException(LongWriterError.InvalidAnswer, "The model gave no usable instruction for a text. Try another model for the role 'instructor'.")
                    : instruction;
            },
            attempts,
            cancellationToken);
    }

    /// <summary>Whether an instruction has a length already, beside which the text's own would be a second one.</summary>
    private static bool NamesALength(string instruction)
    {
        try
        {
            return LengthParser.Parse(instruction) is not null;
        }
        catch (LongWriterException exception) when (exception.Error == LongWriterError.InvalidRequest)
        {
            // Several that contradict each other, or one that is out of range.
            return true;
        }
    }
}
