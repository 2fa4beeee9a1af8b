using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>What the torch backend logs.</summary>
internal static partial class TorchLog
{
    [LoggerMessage(1, LogLevel.Information, "libtorch is loaded from {Folder}; TorchSharp's native library is {Library}")]
    public static partial void Loaded(ILogger logger, string folder, string library);

    [LoggerMessage(2, LogLevel.Information, "The C++ library of this system lacks {Version}, which {Original} asks for and does not use; a copy that can do without is loaded: {Copy}")]
    public static partial void Patched(ILogger logger, string version, string original, string copy);

    [LoggerMessage(3, LogLevel.Debug, "{Folder} cannot hold the copy of TorchSharp's native library: {Reason}")]
    public static partial void CacheUnusable(ILogger logger, string folder, string reason);

    [LoggerMessage(4, LogLevel.Debug, "The C heap keeps freed memory: {Accepted}")]
    public static partial void KeepsFreedMemory(ILogger logger, bool accepted);
}
