using Microsoft.Extensions.Logging;

namespace LongWriter;

internal static partial class TrainingLog
{
    [LoggerMessage(EventId = 340, Level = LogLevel.Information, Message = "Training {Steps} steps from step {Step}: {Sequences} sequences in {Packs} packs an epoch, filled {Fill:P1}")]
    public static partial void Begins(ILogger logger, int steps, int step, int sequences, int packs, double fill);

    [LoggerMessage(EventId = 341, Level = LogLevel.Information, Message = "Checkpoint {Folder}")]
    public static partial void Checkpoint(ILogger logger, string folder);

    [LoggerMessage(EventId = 342, Level = LogLevel.Information, Message = "Training {Trained} parameters of rank {Rank} on top of {Frozen} that stay as they are")]
    public static partial void Adapts(ILogger logger, long trained, long frozen, int rank);

    [LoggerMessage(EventId = 350, Level = LogLevel.Information, Message = "Evaluated after step {Step}: held-out loss {Loss}, best: {Best}, evaluations without a better one: {WithoutBetter}")]
    public static partial void Evaluated(ILogger logger, int step, double? loss, bool best, int withoutBetter);

    [LoggerMessage(EventId = 351, Level = LogLevel.Warning, Message = "{Rows} held-out rows are also learned from, the first {Row}: their loss says little. Take them out of one of both")]
    public static partial void HeldOutLearned(ILogger logger, int rows, string row);

    [LoggerMessage(EventId = 352, Level = LogLevel.Warning, Message = "Earlier evaluations do not count: {Why}")]
    public static partial void EvaluationAfresh(ILogger logger, string why);

    [LoggerMessage(EventId = 353, Level = LogLevel.Information, Message = "The run ends at step {Step} of {Steps}: {Evaluations} evaluations without a better held-out loss than that of step {Best}")]
    public static partial void EndsEarly(ILogger logger, int step, int steps, int evaluations, int best);

    [LoggerMessage(EventId = 360, Level = LogLevel.Information, Message = "Training {Steps} steps from step {Step}: {Pairs} pairs")]
    public static partial void BeginsPairs(ILogger logger, int steps, int step, int pairs);

    [LoggerMessage(EventId = 361, Level = LogLevel.Information, Message = "Computing the reference's log-probabilities of {Pairs} pairs, {Tokens} tokens")]
    public static partial void ReferenceBegins(ILogger logger, int pairs, long tokens);

    [LoggerMessage(EventId = 362, Level = LogLevel.Information, Message = "The reference's log-probabilities are in {File}")]
    public static partial void ReferenceReady(ILogger logger, string file);
}
