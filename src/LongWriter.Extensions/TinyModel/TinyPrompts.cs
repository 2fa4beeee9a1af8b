using System.Security.Cryptography;
using System.Text;

namespace LongWriter;

/// <summary>The prompt texts that LongWriter-Tiny was trained on: short, since a model of a few million parameters reads no long ones.</summary>
public static class TinyPrompts
{
    /// <summary>The texts. A model that was trained on these understands no others; train your own model on others with <c>samples/TinyModel</c>.</summary>
    public static PromptSet English { get; } = new()
    {
        Language = "en",
        Plan = "Plan this text.\n{task}\n{details}{length}",
        PlanLength = "Words: {words}",
        PlanLengthOpen = "Words: open",
        PlanParts = "Plan the {parts} parts of this text.\n{task}\n{details}Words: {words}",
        PlanPart = "Plan this text.\n{task}\n{details}Part {number}: {part}\nWords: {words}",
        PlanAgain = "",
        PlanLine = "{number}. {point} - {words} words",
        WriteHead = "Write a section.\n{task}\n{details}So far:\n",
        Step = "Section {number} of {count}: {point}\nWords: {words}\n{place}{feedback}",
        PlaceMiddle = "More follows.",
        PlaceLast = "Here the text ends.",
        PlaceOnly = "It is the whole text.",
        ContinueStep = "Section {number} of {count}: {point}\nDraft:\n{draft}\nWords to add: {words}\n{place}",
        Feedback = "",
        TooShort = "",
        TooLong = "",
        Repeats = "",
        Shorten = "Shorten this.\n{draft}\nWords: {words}",
        Summarize = "Sum up in {words} words.\n{summary}\n{text}",
        SummarySoFar = "{summary}\n\n",
        TitleDetail = "Title: {value}",
        StyleDetail = "Style: {value}",
        AudienceDetail = "Readers: {value}",
        LanguageDetail = "Language: {value}",
        MaterialDetail = "Material:\n{value}",
    };

    /// <summary>SHA-256 of the texts, which the model's card names.</summary>
    public static string Hash { get; } = HashOf(English);

    private static string HashOf(PromptSet p)
    {
        string[] texts =
        [
            p.Plan, p.PlanLength, p.PlanLengthOpen, p.PlanParts, p.PlanPart, p.PlanAgain, p.PlanLine, p.WriteHead, p.Step, p.PlaceMiddle, p.PlaceLast,
            p.PlaceOnly, p.ContinueStep, p.Feedback, p.TooShort, p.TooLong, p.Repeats, p.Shorten, p.Summarize, p.SummarySoFar, p.TitleDetail,
            p.StyleDetail, p.AudienceDetail, p.LanguageDetail, p.MaterialDetail,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts))));
    }
}
