using Microsoft.Extensions.Logging;

namespace LongWriter;

internal static partial class TrainingLog
{
    [LoggerMessage(EventId = 340, Level = LogLevel.Information, Message = "Training {Steps} steps from step {Step}: {Sequences} sequences in {Packs} packs an epoch, filled {Fill:P1}")]
    public static partial void Begins(ILogger logger, int steps, int step, int sequences, int packs, double fill);

    [LoggerMessage(EventId = 341, Level = LogLevel.Information, Message = "Checkpoint {Folder}")]
    public static partial void Checkpoint(ILogger logger, string folder);

    [LoggerMessage(EventId = 360, Level = LogLevel.Information, Message = "Training {Steps} steps from step {Step}: {Pairs} pairs")]
    public static partial void BeginsPairs(ILogger logger, int steps, int step, int pairs);

    [LoggerMessage(EventId = 361, Level = LogLevel.Information, Message = "Computing the reference's log-probabilities of {Pairs} pairs, {Tokens} tokens")]
    public static partial void ReferenceBegins(ILogger logger, int pairs, long tokens);

    [LoggerMessage(EventId = 362, Level = LogLevel.Information, Message = "The reference's log-probabilities are in {File}")]
    public static partial void ReferenceReady(ILogger logger, string file);
}
