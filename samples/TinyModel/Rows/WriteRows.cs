using TinyModel.Corpus;
using TinyModel.Experiment;

namespace TinyModel.Rows;

/// <summary>Rows in which a text is asked for and written at once.</summary>
internal sealed class WriteRows(Lab lab)
{
    private readonly DocumentGenerator _generator = new(lab.Grammar, lab.Scale.ParagraphSentences);

    /// <summary>The least words of a text.</summary>
    public const int Least = 60;

    // One row in so many is learned whole, so that the language stays; how long a text gets is decided at its turns, and these are few among the words.
    private const int WholeEvery = 4;

    /// <summary>A row whose text has at most so many words. Topic, genre and wording of a number are the same for every cap.</summary>
    /// <param name="number">The row's number.</param>
    /// <param name="cap">The most words of its text.</param>
    /// <param name="form">How the text stands there. With an outline the number that is asked for is the one that the outline ends with.</param>
    public ChatLine Make(long number, int cap, TargetForm form = TargetForm.Plain)
    {
        var choices = Choices.For(lab.Seed, "write", number);
        var (genre, topic, hero) = Subject.Draw(choices, lab.Grammar);
        var wish = Wish(choices);
        // Drawn apart: another length takes other numbers of draws, and everything else is to be the same.
        var words = WordsOf(lab, Choices.For(lab.Seed, "write length", number), wish, cap);
        var asked = words;
        while (true)
        {
            var document = _generator.Write(choices, genre, topic, hero, DocumentGenerator.Divide(choices, words, lab.Scale.SectionWords), Split.Training, resolved: form != TargetForm.Plain);
            if (document.Words <= Math.Max(cap, Least + 10) && !HeldOut.Covers(document.Words))
            {
                var instruction = Instruction.Write(Choices.For(lab.Seed, "write wording", number), genre, topic, hero, wish, form == TargetForm.Plain ? asked : document.Words);
                return new(instruction, Forms.Write(form, [.. document.Sections.Select(static s => (s.Point, s.Text))]), Turns: number % WholeEvery != 0);
            }

            words = Math.Max(Least, words - 2);
        }
    }

    /// <summary>How a row's instruction speaks of the length.</summary>
    /// <param name="number">The row's number.</param>
    public LengthWish WishOf(long number)
    {
        var choices = Choices.For(lab.Seed, "write", number);
        _ = Subject.Draw(choices, lab.Grammar);
        return Wish(choices);
    }

    // Six of ten state a number, as do users who care; the others are what chat data is full of.
    private static LengthWish Wish(Choices choices) => choices.Uniform() switch
    {
        < 0.6 => LengthWish.Words,
        < 0.7 => LengthWish.Open,
        < 0.8 => LengthWish.Short,
        < 0.9 => LengthWish.Long,
        _ => LengthWish.Longest,
    };

    // Beyond the caps half of the lengths are uniform in themselves: were all of them uniform in their logarithm, long ones would hardly be met.
    private static int WordsOf(Lab lab, Choices choices, LengthWish wish, int cap) => wish switch
    {
        LengthWish.Short => Lengths.Draw(choices, Least, Math.Max(Least + 10, cap / 4)),
        LengthWish.Long => Lengths.Draw(choices, Math.Max(Least, cap / 2), cap),
        LengthWish.Longest => Lengths.Draw(choices, Math.Max(Least, cap * 8 / 10), cap),
        _ => cap > lab.Scale.Caps[^1] ? Lengths.DrawLong(choices, Least, cap) : Lengths.Draw(choices, Least, cap),
    };
}
