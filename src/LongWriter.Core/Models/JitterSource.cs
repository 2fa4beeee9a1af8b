using System.Security.Cryptography;

namespace LongWriter;

/// <summary>The one place with randomness that is not seeded: jitter of waits, which never reaches a text.</summary>
internal static class JitterSource
{
    public static double NextDouble() => RandomNumberGenerator.GetInt32(1 << 24) / (double)(1 << 24);
}
