using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter;

/// <summary>Arithmetic with numbers that live as long as the operator that reads them.</summary>
/// <remarks>TorchSharp 0.107 hands over the address of a number's object and lets go of the object, also where two tensors are added (the factor 1 of the second): a collection frees it while the operator reads it. BannedSymbols.txt forbids the operators that do so.</remarks>
internal static class TorchNumbers
{
    /// <summary>Never collected.</summary>
    public static readonly Scalar Zero, One, MinusOne, MinusInfinity;

    // In a constructor, which does not run before the first use: the native library is loaded then.
    static TorchNumbers() => (Zero, One, MinusOne, MinusInfinity) = (0f.ToScalar(), 1f.ToScalar(), (-1f).ToScalar(), float.NegativeInfinity.ToScalar());

    /// <summary>x + y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + y, in place.</summary>
    public static Tensor Increase(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x + y, in place.</summary>
    public static Tensor Increase(this Tensor x, double y)
    {
        using var number = y.ToScalar();
        return x.add_(number, One);
    }

    /// <summary>x · y.</summary>
    public static Tensor Times(this Tensor x, double y)
    {
        using var number = y.ToScalar();
        return x.mul(number);
    }

    /// <summary>x · y, in place.</summary>
    public static Tensor Scale(this Tensor x, double y)
    {
        using var number = y.ToScalar();
        return x.mul_(number);
    }

    /// <summary>No less than a bound, in place.</summary>
    public static Tensor AtLeast(this Tensor x, double least)
    {
        using var number = least.ToScalar();
        return x.clamp_min_(number);
    }

    /// <summary>Between two bounds, in place.</summary>
    public static Tensor Within(this Tensor x, double least, double most)
    {
        using Scalar low = least.ToScalar(), high = most.ToScalar();
        return x.clamp_(low, high);
    }
}
