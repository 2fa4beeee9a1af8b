using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>What a half's bits, read as those of an fp32 number, are multiplied by: its exponent is smaller by 112. Exact, also below the normal range.</summary>
    public const float HalfFactor = 5.192296858534828e33f;

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
    public static void WidenInt8(sbyte* source, out Lanes even, out Lanes odd)
    {
        var (a, b, c, d) = (Vector128.Load((short*)source), Vector128.Load((short*)source + 8), Vector128.Load((short*)source + 16), Vector128.Load((short*)source + 24));
        even = new(((a << 8) >> 8).AsSingle(), ((b << 8) >> 8).AsSingle(), ((c << 8) >> 8).AsSingle(), ((d << 8) >> 8).AsSingle());
        odd = new((a >> 8).AsSingle(), (b >> 8).AsSingle(), (c >> 8).AsSingle(), (d >> 8).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes MultiplyAddPairs(Lanes a, Lanes b, Lanes sum) =>
        new(MultiplyAddPairs(a.A, b.A, sum.A), MultiplyAddPairs(a.B, b.B, sum.B), MultiplyAddPairs(a.C, b.C, sum.C), MultiplyAddPairs(a.D, b.D, sum.D));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> MultiplyAddPairs(Vector128<float> a, Vector128<float> b, Vector128<float> sum)
    {
        if (Sse2.IsSupported)
            return (Sse2.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16()) + sum.AsInt32()).AsSingle();

        var (first, second) = (a.AsInt32(), b.AsInt32());
        return ((first << 16 >> 16) * (second << 16 >> 16) + (first >> 16) * (second >> 16) + sum.AsInt32()).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes ConvertInt32(Lanes value) =>
        new(Vector128.ConvertToSingle(value.A.AsInt32()), Vector128.ConvertToSingle(value.B.AsInt32()), Vector128.ConvertToSingle(value.C.AsInt32()), Vector128.ConvertToSingle(value.D.AsInt32()));

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> WidenHalf(Vector128<uint> bits)
    {
        var size = ((bits & Vector128.Create(0x7FFFu)) << 13).AsSingle() * Vector128.Create(HalfFactor);
        return (size.AsUInt32() | ((bits & Vector128.Create(0x8000u)) << 16)).AsSingle();
    }
}
