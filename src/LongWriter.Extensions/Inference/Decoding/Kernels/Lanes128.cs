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

    /// <summary>What a half's bits, read as those of an fp32 number, are multiplied by: its exponent is smaller by 112, and 2^24 is for the 8-bit numbers. Exact, also below the normal range.</summary>
    public const float HalfFactor = 3.0948500982134507e26f;

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
    public static void WidenInt8(uint* source, out Lanes first, out Lanes second, out Lanes third, out Lanes fourth)
    {
        var (a, b, c, d) = (Vector128.Load(source), Vector128.Load(source + 4), Vector128.Load(source + 8), Vector128.Load(source + 12));
        first = new(TopByte(a << 24), TopByte(b << 24), TopByte(c << 24), TopByte(d << 24));
        second = new(TopByte(a << 16), TopByte(b << 16), TopByte(c << 16), TopByte(d << 16));
        third = new(TopByte(a << 8), TopByte(b << 8), TopByte(c << 8), TopByte(d << 8));
        fourth = new(TopByte(a), TopByte(b), TopByte(c), TopByte(d));
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> TopByte(Vector128<uint> words) => Vector128.ConvertToSingle((words & Vector128.Create(0xFF000000)).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> WidenHalf(Vector128<uint> bits)
    {
        var size = ((bits & Vector128.Create(0x7FFFu)) << 13).AsSingle() * Vector128.Create(HalfFactor);
        return (size.AsUInt32() | ((bits & Vector128.Create(0x8000u)) << 16)).AsSingle();
    }
}
