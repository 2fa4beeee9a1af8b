using Microsoft.Extensions.Logging;

namespace LongWriter;

internal static partial class TrainingLog
{
    [LoggerMessage(EventId = 340, Level = LogLevel.Information, Message = "Training {Steps} steps from step {Step}: {Sequences} sequences in {Packs} packs an epoch, filled {Fill:P1}")]
    public static partial void Begins(ILogger logger, int steps, int step, int sequences, int packs, double fill);

    [LoggerMessage(EventId = 341, Level = LogLevel.Information, Message = "Checkpoint {Folder}")]
    public static partial void Checkpoint(ILogger logger, string folder);
}
