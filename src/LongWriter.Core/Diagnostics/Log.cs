using Microsoft.Extensions.Logging;

namespace LongWriter;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Run {RunId} started: {Words} words required, language {Language}")]
    public static partial void RunStarted(this ILogger logger, string runId, int? words, string language);

    [LoggerMessage(2, LogLevel.Information, "Run {RunId} resumed: {Sections} of {Steps} sections are written")]
    public static partial void RunResumed(this ILogger logger, string runId, int sections, int? steps);

    [LoggerMessage(3, LogLevel.Information, "Run {RunId} has a plan of {Steps} steps and {Words} words")]
    public static partial void PlanReady(this ILogger logger, string runId, int steps, int words);

    [LoggerMessage(4, LogLevel.Debug, "Run {RunId} accepted section {Index}: asked {Asked}, written {Written} words in {Drafts} drafts")]
    public static partial void SectionAccepted(this ILogger logger, string runId, int index, int asked, int written, int drafts);

    [LoggerMessage(5, LogLevel.Information, "Run {RunId} ended {Status}: {Words} words, S_l {LengthScore:F1}, {Calls} calls")]
    public static partial void RunEnded(this ILogger logger, string runId, WritingStatus status, int words, double lengthScore, int calls);

    [LoggerMessage(6, LogLevel.Error, "Run {RunId} failed: {Error}")]
    public static partial void RunFailed(this ILogger logger, string runId, string error, Exception? exception);

    [LoggerMessage(7, LogLevel.Debug, "Run {RunId} was stopped; its journal is whole")]
    public static partial void RunStopped(this ILogger logger, string runId);

    [LoggerMessage(8, LogLevel.Warning, "Run {RunId}: {Message}")]
    public static partial void Notice(this ILogger logger, string runId, string message);

    [LoggerMessage(9, LogLevel.Warning, "Run {RunId}: data-set sink {Sink} failed and is served again on resume")]
    public static partial void SinkFailed(this ILogger logger, string runId, string sink, Exception exception);

    [LoggerMessage(10, LogLevel.Trace, "Run {RunId} instruction: {Instruction}")]
    public static partial void InstructionSensitive(this ILogger logger, string runId, string instruction);
}
