using System.Security.Cryptography;
using System.Text;

namespace LongWriter;

/// <summary>Seeds of calls, which depend on nothing but what is given, the same on every machine.</summary>
internal static class CallSeed
{
    /// <summary>The seed of a call.</summary>
    public static long Of(long seed, string id, int sample, string purpose) =>
        BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}\0{id}\0{sample}\0{purpose}"))).AsSpan(0, 4)) & int.MaxValue;
}
