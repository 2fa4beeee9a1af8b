using System.Globalization;
using LongWriter;

namespace TinyModel.Rows;

/// <summary>The prompts that the pipeline sends with <see cref="TinyPrompts"/>, made from generated documents. A test holds them against the pipeline's own.</summary>
internal static class PipelinePrompts
{
    /// <summary>The words of the text so far that the pipeline shows at least.</summary>
    public const int WindowWords = 100;

    private static readonly PromptSet Prompts = TinyPrompts.English;

    /// <summary>Asks for a plan.</summary>
    public static string Plan(string task, int words) =>
        PromptTemplate.Fill(Prompts.Plan, ("task", task), ("details", ""), ("length", PromptTemplate.Fill(Prompts.PlanLength, ("words", Figure(words)))));

    /// <summary>A plan. Its numbers count down, which the pipeline takes as it takes numbers that count up: so the number of words is read once, for the first line, and each line's own number says whether another one follows.</summary>
    public static string PlanAnswer(IReadOnlyList<(string Point, int Words)> steps) => string.Join('\n', steps.Select((s, i) => PlanLine(steps.Count - i, s.Point, s.Words)));

    /// <summary>A line of a plan.</summary>
    public static string PlanLine(int number, string point, int words) =>
        PromptTemplate.Fill(Prompts.PlanLine, ("number", Figure(number)), ("point", point), ("words", words.ToString("0000", CultureInfo.InvariantCulture)));

    /// <summary>Asks for a section.</summary>
    /// <param name="task">The user's instruction.</param>
    /// <param name="before">The sections before it.</param>
    /// <param name="count">Sections of the whole text.</param>
    /// <param name="point">What it is about.</param>
    /// <param name="words">Its words.</param>
    public static string Section(string task, IReadOnlyList<string> before, int count, string point, int words) => Head(task, before) + PromptTemplate.Fill(
        Prompts.Step, ("number", Figure(before.Count + 1)), ("count", Figure(count)), ("point", point), ("words", Figure(words)), ("place", Place(before.Count, count)), ("feedback", ""));

    /// <summary>Asks for what is missing of a section.</summary>
    /// <inheritdoc cref="Section"/>
    public static string Continue(string task, IReadOnlyList<string> before, int count, string point, int words, string draft) => Head(task, before) + PromptTemplate.Fill(
        Prompts.ContinueStep, ("number", Figure(before.Count + 1)), ("count", Figure(count)), ("point", point), ("words", Figure(words)), ("place", Place(before.Count, count)), ("draft", draft));

    /// <summary>Asks for a shorter form of a section.</summary>
    public static string Shorten(string draft, int words) => PromptTemplate.Fill(Prompts.Shorten, ("words", Figure(words)), ("draft", draft));

    private static string Head(string task, IReadOnlyList<string> before) =>
        PromptTemplate.Fill(Prompts.WriteHead, ("task", task), ("details", "")) + string.Concat(before.Skip(WindowStart(before)).Select(static s => s + "\n\n"));

    private static string Place(int index, int count) => count == 1 ? Prompts.PlaceOnly : index == count - 1 ? Prompts.PlaceLast : Prompts.PlaceMiddle;

    // As WindowContext moves: in blocks, when twice the window has gathered.
    private static int WindowStart(IReadOnlyList<string> sections)
    {
        int start = 0, words = 0;
        for (var i = 0; i < sections.Count; i++)
        {
            words += WordCounters.LongWriter.Count(sections[i]);
            if (words <= 2 * WindowWords)
                continue;

            for (var first = WordCounters.LongWriter.Count(sections[start]); start < i && words - first >= WindowWords; first = WordCounters.LongWriter.Count(sections[start]))
            {
                words -= first;
                start++;
            }
        }

        return start;
    }

    private static string Figure(int value) => value.ToString(CultureInfo.InvariantCulture);
}
