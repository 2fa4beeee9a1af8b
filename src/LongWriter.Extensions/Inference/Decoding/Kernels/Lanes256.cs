using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongWriter;

/// <summary>Sixteen lanes in two 256-bit registers.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Lanes256.Lanes>
{
    public readonly struct Lanes(Vector256<float> a, Vector256<float> b)
    {
        public readonly Vector256<float> A = a;
        public readonly Vector256<float> B = b;
    }

    public static bool IsWide => false;

    public static Lanes Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Broadcast(float value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Load(float* source) => new(Vector256.Load(source), Vector256.Load(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes value, float* destination)
    {
        value.A.Store(destination);
        value.B.Store(destination + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes MultiplyAdd(Lanes a, Lanes b, Lanes c) => new(Vector256.MultiplyAddEstimate(a.A, b.A, c.A), Vector256.MultiplyAddEstimate(a.B, b.B, c.B));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Add(Lanes a, Lanes b) => new(a.A + b.A, a.B + b.B);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Multiply(Lanes a, Lanes b) => new(a.A * b.A, a.B * b.B);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Divide(Lanes a, Lanes b) => new(a.A / b.A, a.B / b.B);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Max(Lanes a, Lanes b) => new(Vector256.Max(a.A, b.A), Vector256.Max(a.B, b.B));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Exp(Lanes value) => new(Vector256.Exp(value.A), Vector256.Exp(value.B));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes value) => Vector256.Sum(value.A + value.B);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxAcross(Lanes value)
    {
        var most = Vector256.Max(value.A, value.B);
        return Lanes128.MaxAcross(Vector128.Max(most.GetLower(), most.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes A, Lanes B) WidenBFloat16(ushort* source)
    {
        var (low, high) = (Vector256.Load((uint*)source), Vector256.Load((uint*)source + 8));
        var mask = Vector256.Create(0xFFFF0000);
        return (new((low << 16).AsSingle(), (high << 16).AsSingle()), new((low & mask).AsSingle(), (high & mask).AsSingle()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WidenInt8(sbyte* source, out Lanes even, out Lanes odd)
    {
        var (low, high) = (Vector256.Load((short*)source), Vector256.Load((short*)source + 16));
        even = new(((low << 8) >> 8).AsSingle(), ((high << 8) >> 8).AsSingle());
        odd = new((low >> 8).AsSingle(), (high >> 8).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes MultiplyAddPairs(Lanes a, Lanes b, Lanes sum) => new(MultiplyAddPairs(a.A, b.A, sum.A), MultiplyAddPairs(a.B, b.B, sum.B));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> MultiplyAddPairs(Vector256<float> a, Vector256<float> b, Vector256<float> sum)
    {
        if (Avx2.IsSupported)
            return (Avx2.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16()) + sum.AsInt32()).AsSingle();

        return Vector256.Create(
            Lanes128.MultiplyAddPairs(a.GetLower(), b.GetLower(), sum.GetLower()),
            Lanes128.MultiplyAddPairs(a.GetUpper(), b.GetUpper(), sum.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes ConvertInt32(Lanes value) => new(Vector256.ConvertToSingle(value.A.AsInt32()), Vector256.ConvertToSingle(value.B.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes WidenHalf(ushort* source)
    {
        var (low, high) = Vector256.Widen(Vector256.Load(source));
        return new(WidenHalf(low), WidenHalf(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> WidenHalf(Vector256<uint> bits)
    {
        var size = ((bits & Vector256.Create(0x7FFFu)) << 13).AsSingle() * Vector256.Create(Lanes128.HalfFactor);
        return (size.AsUInt32() | ((bits & Vector256.Create(0x8000u)) << 16)).AsSingle();
    }
}
