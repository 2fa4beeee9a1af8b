using System.Globalization;

namespace LongWriter.Tests;

/// <summary>Fills the library's prompts the way the pipeline does, and counts by the paper's rule.</summary>
internal static class Prompts
{
    public const string EnglishPoint = "How sailors read the weather of the Norwegian fjords";
    public const string ChinesePoint = "京都寺庙中古老的石碑";

    public static PromptSet Of(string language) => language == "zh" ? PromptSet.Chinese : PromptSet.English;

    public static string Plan(string language, string task, int? words, bool again = false)
    {
        var set = Of(language);
        var length = words is { } w ? PromptTemplate.Fill(set.PlanLength, ("words", Text(w))) : set.PlanLengthOpen;
        var prompt = PromptTemplate.Fill(set.Plan, ("task", task), ("details", ""), ("length", length), ("minimum", "200"), ("maximum", "1000"));
        return again ? prompt + PromptTemplate.Fill(set.PlanAgain, ("fault", "there is no line of a plan in it")) : prompt;
    }

    public static string PlanParts(string language, string task, int words, int parts) => PromptTemplate.Fill(
        Of(language).PlanParts, ("task", task), ("details", ""), ("words", Text(words)), ("parts", Text(parts)));

    public static string PlanPart(string language, string task, int words) => PromptTemplate.Fill(
        Of(language).PlanPart, ("task", task), ("details", ""), ("parts", "1. x\n2. y"), ("number", "2"), ("part", "y"), ("words", Text(words)),
        ("minimum", "200"), ("maximum", "1000"));

    public static string Step(
        string language, int words, int number = 2, int count = 8, string textSoFar = "", string? point = null, string complaint = "", string task = "Write a guide.")
    {
        var set = Of(language);
        point ??= language == "zh" ? ChinesePoint : EnglishPoint;
        return Head(set, task, textSoFar) + PromptTemplate.Fill(
            set.Step, ("number", Text(number)), ("count", Text(count)), ("point", point), ("words", Text(words)), ("place", set.PlaceMiddle),
            ("feedback", complaint.Length == 0 ? "" : PromptTemplate.Fill(set.Feedback, ("complaint", complaint))));
    }

    public static string Continue(string language, string draft, int words)
    {
        var set = Of(language);
        return Head(set, "Write a guide.", "") + PromptTemplate.Fill(
            set.ContinueStep, ("number", "2"), ("count", "8"), ("point", language == "zh" ? ChinesePoint : EnglishPoint), ("draft", draft),
            ("words", Text(words)), ("place", set.PlaceMiddle));
    }

    public static string Shorten(string language, string draft, int words) =>
        PromptTemplate.Fill(Of(language).Shorten, ("words", Text(words)), ("draft", draft));

    public static string Summarize(string language, string text, int words) =>
        PromptTemplate.Fill(Of(language).Summarize, ("words", Text(words)), ("summary", ""), ("text", text));

    public static int Count(string language, string text)
    {
        if (language == "zh")
            return text.Count(static c => c is >= '\u4E00' and <= '\u9FFF');

        return text.Split([' ', '\n', '.', ',', ';', '#', '!', '?'], StringSplitOptions.RemoveEmptyEntries).Length;
    }

    public static List<string> Sentences(string text) =>
        [.. text.Split(['.', '\n', '。', '?', '!'], StringSplitOptions.RemoveEmptyEntries).Select(static s => s.Trim()).Where(static s => s.Length > 0)];

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Head(PromptSet set, string task, string textSoFar) =>
        PromptTemplate.Fill(set.WriteHead, ("task", task), ("details", ""), ("plan", "1. a plan"))
        + (textSoFar.Length == 0 ? "" : textSoFar + "\n\n");
}
