using System.Security.Cryptography;
using System.Text;

namespace LongWriter;

/// <summary>The prompt texts of LongWriter-Tiny: short, since a model of a few million parameters reads no long ones.</summary>
/// <remarks>
/// It was trained on those of plans, sections, continued and shortened ones (<c>Plan</c>, <c>PlanLength</c>, <c>PlanLine</c>, <c>WriteHead</c>, <c>Step</c>
/// with its places, <c>ContinueStep</c>, <c>Shorten</c>), for plans of up to 3,400 words, some twenty sections. The others are there because a
/// writer needs them: plans in parts (<c>PlanParts</c>, <c>PlanPart</c>), which longer documents take than <see cref="LongWriterOptions.MaxStepsPerPlanCall"/>
/// sections, a plan of no stated length (<c>PlanLengthOpen</c>), summaries, and the lines for title, style, readers, language and material. The model
/// has never met them, and may make nothing of them.
/// </remarks>
public static class TinyPrompts
{
    /// <summary>The texts. A model that was trained on them understands no others; train your own model on others with <c>samples/TinyModel</c>.</summary>
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
    internal static string Hash { get; } = HashOf(English);

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
