using System.Globalization;
using TinyModel.Corpus;

namespace TinyModel.Rows;

/// <summary>Questions about lengths with short answers: what a number of words means, without a text of that length. The same for every arm.</summary>
/// <remarks>Language models of a usual size know which of two numbers is the greater; one of a few million parameters has to be told.</remarks>
internal sealed class NumberRows(ulong seed, int sectionWords, int mostWords)
{
    private const int ParagraphWords = 55;

    /// <summary>A row.</summary>
    public ChatLine Make(long number)
    {
        var choices = Choices.For(seed, "number", number);
        var words = Lengths.Draw(choices, WriteRows.Least, mostWords);
        var other = Lengths.Draw(choices, WriteRows.Least, mostWords);
        return choices.Below(4) switch
        {
            0 => new($"How many paragraphs has a text of {Figure(choices, words)} words?", $"About {Plain(Math.Max(1, (int)Math.Round(words / (double)ParagraphWords)))}."),
            1 => new($"How many sections has a text of {Figure(choices, words)} words?", $"About {Plain(Math.Max(1, (int)Math.Round(words / (double)sectionWords)))}."),
            2 => new($"Which text is longer, one of {Figure(choices, words)} words or one of {Figure(choices, other)} words?", words == other ? "Both are as long." : $"The one of {Plain(Math.Max(words, other))} words."),
            _ => new($"Is a text of {Figure(choices, words)} words short or long?", words < 2 * sectionWords ? "It is short." : words < 8 * sectionWords ? "It is neither short nor long." : "It is long."),
        };
    }

    private static string Figure(Choices choices, int number) => number >= 1_000 && choices.Chance(0.5) ? number.ToString("N0", CultureInfo.InvariantCulture) : Plain(number);

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
