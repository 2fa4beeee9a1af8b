using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>What the cache of quantised weights logs.</summary>
internal static partial class WeightCacheLog
{
    [LoggerMessage(1, LogLevel.Information, "{Bytes} bytes of quantised weights are read from {Folder}")]
    public static partial void Read(ILogger logger, long bytes, string folder);

    [LoggerMessage(2, LogLevel.Information, "{Bytes} bytes of quantised weights are kept in {Folder}")]
    public static partial void Written(ILogger logger, long bytes, string folder);

    [LoggerMessage(3, LogLevel.Warning, "The quantised weights in {Folder} are not used and made anew ({Reason})")]
    public static partial void Unusable(ILogger logger, string folder, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The quantised weights are not kept in {Folder} ({Reason}); the model is loaded all the same, as slowly as without")]
    public static partial void NotKept(ILogger logger, string folder, string reason);
}
