using static TorchSharp.torch;

namespace LongWriter;

/// <summary>A weight matrix [outputs, inputs], and what is computed with it.</summary>
internal abstract class TorchProjection(Tensor? bias) : IDisposable
{
    /// <summary>Memory of the matrix.</summary>
    public abstract long Bytes { get; }

    /// <summary>Memory that is read for one row of it.</summary>
    public abstract long BytesPerRow { get; }

    /// <summary>The bias, fp32.</summary>
    protected Tensor? Bias { get; } = bias;

    /// <summary>x · weightᵀ + bias: [rows, inputs] to [rows, outputs]; fp32 where there is a bias, else of x's type.</summary>
    public Tensor Forward(Tensor x)
    {
        if (Bias is null)
            return Multiply(x);

        using var product = Multiply(x);
        return product.Plus(Bias);
    }

    /// <summary>Rows of the matrix as fp32: the embedding of tokens.</summary>
    /// <param name="rows">int64 [count].</param>
    public abstract Tensor Rows(Tensor rows);

    public virtual void Dispose() => Bias?.Dispose();

    protected abstract Tensor Multiply(Tensor x);
}

/// <summary>fp32 or bfloat16 weights.</summary>
internal sealed class DenseProjection(Tensor weight, Tensor? bias) : TorchProjection(bias)
{
    public override long Bytes => weight.NumberOfElements * weight.ElementSize;

    public override long BytesPerRow => weight.shape[1] * weight.ElementSize;

    public override Tensor Rows(Tensor rows)
    {
        using var selected = weight.index_select(0, rows);
        return selected.to(ScalarType.Float32, copy: true);
    }

    public override void Dispose()
    {
        base.Dispose();
        weight.Dispose();
    }

    protected override Tensor Multiply(Tensor x) => nn.functional.linear(x, weight);
}

/// <summary>int8 weights with one bfloat16 scale a row.</summary>
internal sealed class Int8Projection(Tensor weight, Tensor scales, Tensor? bias) : TorchProjection(bias)
{
    // Up to here it is faster to widen the weights in registers; above, to widen them once into memory and take the bfloat16 product (measured; 143 and 410 GFLOP/s at 512 rows).
    private const int MostRows = 16;

    public override long Bytes => weight.NumberOfElements + (2 * scales.NumberOfElements);

    public override long BytesPerRow => weight.shape[1] + 2;

    public override Tensor Rows(Tensor rows)
    {
        using var quants = weight.index_select(0, rows);
        using var scale = scales.index_select(0, rows).unsqueeze(1);
        using var widened = quants.to(ScalarType.Float32);
        return widened * scale;
    }

    public override void Dispose()
    {
        base.Dispose();
        weight.Dispose();
        scales.Dispose();
    }

    protected override Tensor Multiply(Tensor x)
    {
        if (x.shape[0] <= MostRows && x.device_type == TorchSharp.DeviceType.CPU)
            return TorchOperators.Int8Linear(x, weight, scales);

        // bfloat16 holds every quant exactly.
        using var widened = weight.to(ScalarType.BFloat16);
        return nn.functional.linear(x, widened).mul_(scales);
    }
}
