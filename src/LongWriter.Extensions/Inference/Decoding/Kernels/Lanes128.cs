using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongWriter;

/// <summary>Sixteen lanes in four 128-bit registers (Arm, older x64).</summary>
internal readonly unsafe struct Lanes128 : ILanes<Lanes128.Lanes>
{
    public readonly struct Lanes(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        public readonly Vector128<float> A = a;
        public readonly Vector128<float> B = b;
        public readonly Vector128<float> C = c;
        public readonly Vector128<float> D = d;
    }

    public static bool IsWide => false;

    public static Lanes Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Broadcast(float value) => new(Vector128.Create(value), Vector128.Create(value), Vector128.Create(value), Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Load(float* source) => new(Vector128.Load(source), Vector128.Load(source + 4), Vector128.Load(source + 8), Vector128.Load(source + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes value, float* destination)
    {
        value.A.Store(destination);
        value.B.Store(destination + 4);
        value.C.Store(destination + 8);
        value.D.Store(destination + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes MultiplyAdd(Lanes a, Lanes b, Lanes c) => new(Vector128.MultiplyAddEstimate(a.A, b.A, c.A), Vector128.MultiplyAddEstimate(a.B, b.B, c.B), Vector128.MultiplyAddEstimate(a.C, b.C, c.C), Vector128.MultiplyAddEstimate(a.D, b.D, c.D));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Add(Lanes a, Lanes b) => new(a.A + b.A, a.B + b.B, a.C + b.C, a.D + b.D);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Multiply(Lanes a, Lanes b) => new(a.A * b.A, a.B * b.B, a.C * b.C, a.D * b.D);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Divide(Lanes a, Lanes b) => new(a.A / b.A, a.B / b.B, a.C / b.C, a.D / b.D);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Max(Lanes a, Lanes b) => new(Vector128.Max(a.A, b.A), Vector128.Max(a.B, b.B), Vector128.Max(a.C, b.C), Vector128.Max(a.D, b.D));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Exp(Lanes value) => new(Vector128.Exp(value.A), Vector128.Exp(value.B), Vector128.Exp(value.C), Vector128.Exp(value.D));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes value) => Vector128.Sum((value.A + value.B) + (value.C + value.D));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxAcross(Lanes value) => MaxAcross(Vector128.Max(Vector128.Max(value.A, value.B), Vector128.Max(value.C, value.D)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes A, Lanes B) WidenBFloat16(ushort* source)
    {
        var (a, b, c, d) = (Vector128.Load((uint*)source), Vector128.Load((uint*)source + 4), Vector128.Load((uint*)source + 8), Vector128.Load((uint*)source + 12));
        var mask = Vector128.Create(0xFFFF0000);
        return (
            new((a << 16).AsSingle(), (b << 16).AsSingle(), (c << 16).AsSingle(), (d << 16).AsSingle()),
            new((a & mask).AsSingle(), (b & mask).AsSingle(), (c & mask).AsSingle(), (d & mask).AsSingle()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes WidenInt8(sbyte* source)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(source));
        var ((a, b), (c, d)) = (Vector128.Widen(low), Vector128.Widen(high));
        return new(Vector128.ConvertToSingle(a), Vector128.ConvertToSingle(b), Vector128.ConvertToSingle(c), Vector128.ConvertToSingle(d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes WidenHalf(ushort* source)
    {
        var ((a, b), (c, d)) = (Vector128.Widen(Vector128.Load(source)), Vector128.Widen(Vector128.Load(source + 8)));
        return new(WidenHalf(a), WidenHalf(b), WidenHalf(c), WidenHalf(d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float MaxAcross(Vector128<float> value)
    {
        value = Vector128.Max(value, Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)));
        return MathF.Max(value[0], value[1]);
    }

    // A half's exponent is smaller by 112; to multiply by 2^112 is exact, also below the normal range.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> WidenHalf(Vector128<uint> bits)
    {
        var size = ((bits & Vector128.Create(0x7FFFu)) << 13).AsSingle() * Vector128.Create(5.192296858534828e33f);
        return (size.AsUInt32() | ((bits & Vector128.Create(0x8000u)) << 16)).AsSingle();
    }
}
