using System.Runtime.Intrinsics;

namespace LongWriter;

/// <summary>The arithmetic of a decoder for one register width. <see cref="ScalarKernels"/> is the plain reference; the others are held against it.</summary>
internal abstract unsafe class DecoderKernels
{
    /// <summary>For example <c>vector512</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Computes the outputs of the tiles from <paramref name="firstTile"/> up to <paramref name="endTile"/>, both even.</summary>
    public abstract void Multiply(in TileProduct product, int firstTile, int endTile);

    /// <summary>RMSNorm: y = x / sqrt(mean(x²) + epsilon) · weight.</summary>
    public abstract void Normalize(float* x, float* weight, float* y, int size, float epsilon);

    /// <summary>Rotates the pairs of one head and multiplies all of it by a factor.</summary>
    /// <param name="head">[width]</param>
    /// <param name="cosine">[pairs]</param>
    /// <param name="sine">[pairs]</param>
    /// <param name="shape">Which pairs.</param>
    /// <param name="factor">1 but for queries.</param>
    public abstract void Rotate(float* head, float* cosine, float* sine, RotaryShape shape, float factor);

    /// <summary>Attends with several queries that share keys and values.</summary>
    /// <param name="task">The queries and the blocks they look at.</param>
    /// <param name="scratch">At least <see cref="AttentionTask.ScratchFloats"/>.</param>
    public abstract void Attend(in AttentionTask task, float* scratch);

    /// <summary>The kernels of a width, or the fastest that the CPU has.</summary>
    public static DecoderKernels For(VectorWidth width) => width switch
    {
        VectorWidth.Auto => For(Vector512.IsHardwareAccelerated ? VectorWidth.Vector512 : Vector256.IsHardwareAccelerated ? VectorWidth.Vector256 : VectorWidth.Vector128),
        VectorWidth.Vector512 => new VectorKernels<Lanes512, Vector512<float>>("vector512"),
        VectorWidth.Vector256 => new VectorKernels<Lanes256, Lanes256.Lanes>("vector256"),
        VectorWidth.Vector128 => new VectorKernels<Lanes128, Lanes128.Lanes>("vector128"),
        _ => new ScalarKernels(),
    };
}

/// <summary>Which registers to use.</summary>
internal enum VectorWidth
{
    /// <summary>The widest that the CPU has.</summary>
    Auto,

    /// <summary>None.</summary>
    Scalar,

    /// <summary>128 bit.</summary>
    Vector128,

    /// <summary>256 bit.</summary>
    Vector256,

    /// <summary>512 bit.</summary>
    Vector512,
}

/// <summary>Which dimensions of a head are rotated.</summary>
/// <param name="Width">Of a head.</param>
/// <param name="Rotated">Leading dimensions that are rotated.</param>
/// <param name="Interleaved">Whether a pair is (2i, 2i+1) rather than (i, i + Rotated/2).</param>
internal readonly record struct RotaryShape(int Width, int Rotated, bool Interleaved);
