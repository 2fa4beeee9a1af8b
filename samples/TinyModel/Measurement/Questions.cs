using TinyModel.Corpus;
using TinyModel.Experiment;
using TinyModel.Rows;

namespace TinyModel.Measurement;

/// <summary>Questions about held-out topics and names, the same for every model.</summary>
internal static class Questions
{
    /// <summary>So many questions at each required length of the grid and at each held-out length, and as many that ask for as long a text as can be; those of the scale where no number is given.</summary>
    public static IReadOnlyList<Question> ForCurve(Lab lab, int? prompts = null)
    {
        var count = prompts ?? lab.Scale.PromptsPerPoint;
        return [.. Points(lab).SelectMany(words => Draw(lab, words, count)), .. Draw(lab, 0, count)];
    }

    /// <summary>Half as many again at each of these lengths, other ones: no choice of the recipe was made by answers to these.</summary>
    public static IReadOnlyList<Question> ForTest(Lab lab) => [.. Points(lab).SelectMany(words => Draw(lab, words, lab.Scale.PromptsPerPoint * 3 / 2, "test question"))];

    /// <summary>Questions at one required length; 0 for "as long as you can".</summary>
    public static IEnumerable<Question> Draw(Lab lab, int required, int count, string series = "question")
    {
        for (var i = 0; i < count; i++)
        {
            var choices = Choices.For(lab.Seed + 77, series, required * 10_000L + i);
            var topic = Topics.Draw(choices, lab.Grammar, Split.HeldOut);
            var hero = Person.Draw(choices, lab.Grammar, Split.HeldOut, []);
            var genre = DocumentGenerator.Genres[i % DocumentGenerator.Genres.Count];
            yield return new(Instruction.Write(choices, genre, topic, hero, required == 0 ? LengthWish.Longest : LengthWish.Words, required), required, topic.Head);
        }
    }

    private static List<int> Points(Lab lab) => [.. lab.Scale.Grid.Concat(HeldOut.Bands.Where(b => b < lab.Scale.MostWords)).Order()];
}
