using System.Runtime.CompilerServices;

namespace LongWriter;

/// <summary>How a tile, sixteen rows of a matrix, lies in memory: column by column, so that a lane is a row and no sum runs across lanes.</summary>
/// <typeparam name="TVector">The registers of sixteen lanes.</typeparam>
internal unsafe interface ITileFormat<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether sums are taken in groups of 32 columns, in whole numbers, and scaled.</summary>
    static abstract bool IsGrouped { get; }

    /// <summary>Bytes of four columns.</summary>
    static abstract int QuadBytes { get; }

    /// <summary>Bytes of both tiles of a panel that stand against four words of an input row.</summary>
    static abstract int StepBytes { get; }

    /// <summary>What stands against four words of an input row: four columns, or four pairs of columns.</summary>
    static abstract void LoadStep(byte* source, out TVector first, out TVector second, out TVector third, out TVector fourth);

    /// <summary>weights · inputs + sums.</summary>
    static abstract TVector MultiplyAdd(TVector weights, TVector inputs, TVector sums);

    /// <summary>The scales that stand before a group.</summary>
    static abstract TVector LoadScales(byte* source);
}

/// <summary>fp32: a column after the other.</summary>
internal readonly unsafe struct Float32Tile<TLanes, TVector> : ITileFormat<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public static bool IsGrouped => false;

    public static int QuadBytes => 256;

    public static int StepBytes => 2 * QuadBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadStep(byte* source, out TVector first, out TVector second, out TVector third, out TVector fourth)
    {
        first = TLanes.Load((float*)source);
        second = TLanes.Load((float*)source + 16);
        third = TLanes.Load((float*)source + 32);
        fourth = TLanes.Load((float*)source + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MultiplyAdd(TVector weights, TVector inputs, TVector sums) => TLanes.MultiplyAdd(weights, inputs, sums);

    public static TVector LoadScales(byte* source) => TLanes.Zero;
}

/// <summary>bfloat16: two columns interleaved, so that one mask and one shift widen both.</summary>
internal readonly unsafe struct BFloat16Tile<TLanes, TVector> : ITileFormat<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public static bool IsGrouped => false;

    public static int QuadBytes => 128;

    public static int StepBytes => 2 * QuadBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadStep(byte* source, out TVector first, out TVector second, out TVector third, out TVector fourth)
    {
        (first, second) = TLanes.WidenBFloat16((ushort*)source);
        (third, fourth) = TLanes.WidenBFloat16((ushort*)source + 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MultiplyAdd(TVector weights, TVector inputs, TVector sums) => TLanes.MultiplyAdd(weights, inputs, sums);

    public static TVector LoadScales(byte* source) => TLanes.Zero;
}

/// <summary>8 bit: per 32 columns sixteen fp16 scales, then four bytes a row for each four of them. Input rows are a <see cref="QuantizedRow"/>, and sums within a group are whole numbers, so exact.</summary>
internal readonly unsafe struct Int8Tile<TLanes, TVector> : ITileFormat<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public static bool IsGrouped => true;

    public static int QuadBytes => 64;

    public static int StepBytes => 4 * QuadBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadStep(byte* source, out TVector first, out TVector second, out TVector third, out TVector fourth)
    {
        TLanes.WidenInt8((sbyte*)source, out first, out second);
        TLanes.WidenInt8((sbyte*)source + 2 * QuadBytes, out third, out fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MultiplyAdd(TVector weights, TVector inputs, TVector sums) => TLanes.MultiplyAddPairs(weights, inputs, sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LoadScales(byte* source) => TLanes.WidenHalf((ushort*)source);
}
