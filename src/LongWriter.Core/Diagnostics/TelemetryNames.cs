namespace LongWriter;

/// <summary>Every name that LongWriter puts into traces and metrics.</summary>
public static class TelemetryNames
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Source = "LongWriter";

    internal const string RunSpan = "longwriter.run";
    internal const string PlanSpan = "longwriter.plan";
    internal const string SectionSpan = "longwriter.section";

    internal const string RunDuration = "longwriter.run.duration";
    internal const string SectionDuration = "longwriter.section.duration";
    internal const string SectionDrafts = "longwriter.section.drafts";
    internal const string SectionLengthError = "longwriter.section.length_error";
    internal const string CallDuration = "longwriter.call.duration";
    internal const string Tokens = "longwriter.tokens";
    internal const string Words = "longwriter.words";
    internal const string Retries = "longwriter.retries";

    internal const string RunId = "longwriter.run.id";
    internal const string Language = "longwriter.language";
    internal const string RequiredWords = "longwriter.words.required";
    internal const string WrittenWords = "longwriter.words.written";
    internal const string AskedWords = "longwriter.words.asked";
    internal const string Status = "longwriter.status";
    internal const string SectionIndex = "longwriter.section.index";
    internal const string SectionCount = "longwriter.section.count";
    internal const string Drafts = "longwriter.drafts";
    internal const string LengthScoreTag = "longwriter.length_score";
    internal const string Role = "longwriter.role";
    internal const string Model = "gen_ai.request.model";
    internal const string TokenType = "gen_ai.token.type";
    internal const string ErrorType = "error.type";
    internal const string Instruction = "longwriter.instruction";
    internal const string Text = "longwriter.text";
}
