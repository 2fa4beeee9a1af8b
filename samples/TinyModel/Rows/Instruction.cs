using System.Globalization;
using TinyModel.Corpus;

namespace TinyModel.Rows;

/// <summary>How an instruction speaks of the length.</summary>
internal enum LengthWish
{
    /// <summary>A number of words.</summary>
    Words,

    /// <summary>Nothing is said.</summary>
    Open,

    /// <summary>"A short story".</summary>
    Short,

    /// <summary>"A long story".</summary>
    Long,

    /// <summary>"As long as you can".</summary>
    Longest,
}

/// <summary>Puts what a user wants into words.</summary>
internal static class Instruction
{
    private static readonly string[] Numbered =
    [
        "Write a {n}-word {kind} {about}.", "Write a {kind} {about} in {n} words.", "Write a {kind} of {n} words {about}.",
        "Please write a {kind} {about}. It should have {n} words.", "I need a {kind} {about}, {n} words long.", "Write a {kind} {about}. Length: {n} words.",
    ];

    private static readonly string[] OpenForms = ["Write a {kind} {about}.", "Please write a {kind} {about}.", "I would like a {kind} {about}.", "Can you write a {kind} {about}?"];
    private static readonly string[] ShortForms = ["Write a short {kind} {about}.", "Please write a very short {kind} {about}.", "Write a {kind} {about}. Keep it short."];
    private static readonly string[] LongForms = ["Write a long {kind} {about}.", "Please write a long {kind} {about}.", "Write a {kind} {about}. Make it long."];

    private static readonly string[] LongestForms =
        ["Write a {kind} {about}, as long as you can.", "Write the longest {kind} that you can {about}.", "Write a {kind} {about}. Make it as long as possible."];

    private static readonly string[] Distractors =
    [
        "It is for {d} children.", "I read the last one on page {d}.", "We are {d} people here.", "It happened in the year {d}.", "It is my wish number {d}.", "My house has the number {d}.",
    ];

    /// <summary>An instruction.</summary>
    /// <param name="choices">Its wording.</param>
    /// <param name="genre">The kind of text.</param>
    /// <param name="topic">What it is about.</param>
    /// <param name="hero">Named in a quarter of instructions.</param>
    /// <param name="wish">What is said of the length.</param>
    /// <param name="words">The words, with <see cref="LengthWish.Words"/>.</param>
    public static string Write(Choices choices, string genre, Topic topic, Person hero, LengthWish wish, int words = 0)
    {
        var form = choices.Of(wish switch
        {
            LengthWish.Words => Numbered,
            LengthWish.Short => ShortForms,
            LengthWish.Long => LongForms,
            LengthWish.Longest => LongestForms,
            _ => OpenForms,
        });
        var kind = genre == "story" && choices.Chance(0.2) ? "tale" : genre;
        var text = form.Replace("{kind}", kind, StringComparison.Ordinal)
            .Replace("{about}", About(choices, genre, topic, hero), StringComparison.Ordinal)
            .Replace("{n}", Figure(choices, words), StringComparison.Ordinal);
        return choices.Chance(0.3) ? text + " " + choices.Of(Distractors).Replace("{d}", Figure(choices, choices.LogUniform(2, 9_000)), StringComparison.Ordinal) : text;
    }

    private static string About(Choices choices, string genre, Topic topic, Person hero)
    {
        var thing = choices.Chance(0.5) ? "the " + topic.Phrase : topic.WithArticle;
        if (!choices.Chance(0.25))
            return "about " + thing;

        return genre switch
        {
            "letter" => $"to {hero.Name} about {thing}",
            "guide" or "report" => $"by {hero.Full} about {thing}",
            "description" => $"about {thing} of {hero.Full}",
            _ => $"about {hero.Full} and {thing}",
        };
    }

    // The comma is drawn for small numbers too, so that the draws after it do not hang on the number.
    private static string Figure(Choices choices, int number) =>
        choices.Chance(0.5) && number >= 1_000 ? number.ToString("N0", CultureInfo.InvariantCulture) : number.ToString(CultureInfo.InvariantCulture);
}
