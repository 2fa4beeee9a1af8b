namespace LongWriter;

/// <summary>How a tile, sixteen rows of a matrix, lies in memory: column by column, so that a lane is a row and no sum runs across lanes.</summary>
/// <typeparam name="TVector">The registers of sixteen lanes.</typeparam>
internal unsafe interface ITileFormat<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether sums are taken in groups of 32 columns and scaled.</summary>
    static abstract bool IsGrouped { get; }

    /// <summary>Bytes of two columns, scales not counted.</summary>
    static abstract int PairBytes { get; }

    /// <summary>Two columns of the tile.</summary>
    static abstract (TVector First, TVector Second) LoadPair(byte* source);

    /// <summary>The scales that stand before a group.</summary>
    static abstract TVector LoadScales(byte* source);
}

/// <summary>fp32: sixteen numbers a column.</summary>
internal readonly unsafe struct Float32Tile<TLanes, TVector> : ITileFormat<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public static bool IsGrouped => false;

    public static int PairBytes => 128;

    public static (TVector First, TVector Second) LoadPair(byte* source) => (TLanes.Load((float*)source), TLanes.Load((float*)source + 16));

    public static TVector LoadScales(byte* source) => TLanes.Zero;
}

/// <summary>bfloat16: two columns interleaved, so that one mask and one shift widen both.</summary>
internal readonly unsafe struct BFloat16Tile<TLanes, TVector> : ITileFormat<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public static bool IsGrouped => false;

    public static int PairBytes => 64;

    public static (TVector First, TVector Second) LoadPair(byte* source) => TLanes.WidenBFloat16((ushort*)source);

    public static TVector LoadScales(byte* source) => TLanes.Zero;
}

/// <summary>8 bit: per 32 columns sixteen fp16 scales, then sixteen bytes a column.</summary>
internal readonly unsafe struct Int8Tile<TLanes, TVector> : ITileFormat<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    public static bool IsGrouped => true;

    public static int PairBytes => 32;

    public static (TVector First, TVector Second) LoadPair(byte* source) => (TLanes.WidenInt8((sbyte*)source), TLanes.WidenInt8((sbyte*)source + 16));

    public static TVector LoadScales(byte* source) => TLanes.WidenHalf((ushort*)source);
}
