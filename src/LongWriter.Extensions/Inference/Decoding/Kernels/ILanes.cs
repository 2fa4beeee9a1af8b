namespace LongWriter;

/// <summary>Sixteen fp32 numbers side by side, in as many registers as the CPU needs for them. A kernel is written once over this and specialised for each width.</summary>
/// <typeparam name="TVector">The registers.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether 16 accumulators of two tiles fit the register file.</summary>
    static abstract bool IsWide { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Broadcast(float value);

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* destination);

    /// <summary>a · b + c, rounded once where the CPU can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    static abstract TVector Max(TVector a, TVector b);

    static abstract TVector Exp(TVector value);

    static abstract float Sum(TVector value);

    static abstract float MaxAcross(TVector value);

    /// <summary>32 bfloat16 numbers (a0 b0 a1 b1 …): the sixteen a and the sixteen b.</summary>
    static abstract (TVector A, TVector B) WidenBFloat16(ushort* source);

    /// <summary>Sixteen times four signed bytes as 16-bit numbers: the sixteen pairs of the first and the third, and those of the second and the fourth.</summary>
    static abstract void WidenInt8(sbyte* source, out TVector even, out TVector odd);

    /// <summary>Sixteen pairs of 16-bit numbers times sixteen others, the two products of each pair and a 32-bit sum added up.</summary>
    static abstract TVector MultiplyAddPairs(TVector a, TVector b, TVector sum);

    /// <summary>Sixteen 32-bit whole numbers as fp32.</summary>
    static abstract TVector ConvertInt32(TVector value);

    /// <summary>16 finite halves.</summary>
    static abstract TVector WidenHalf(ushort* source);
}
