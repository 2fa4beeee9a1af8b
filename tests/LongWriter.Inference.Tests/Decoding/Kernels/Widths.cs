using System.Runtime.Intrinsics;

namespace LongWriter.Tests;

/// <summary>The register widths that this CPU has, the plain reference among them.</summary>
internal static class Widths
{
    public static IReadOnlyList<VectorWidth> All { get; } = [VectorWidth.Scalar, .. Vectors];

    public static IEnumerable<VectorWidth> Vectors
    {
        get
        {
            yield return VectorWidth.Vector128;
            if (Vector256.IsHardwareAccelerated)
                yield return VectorWidth.Vector256;
            if (Vector512.IsHardwareAccelerated)
                yield return VectorWidth.Vector512;
        }
    }
}
