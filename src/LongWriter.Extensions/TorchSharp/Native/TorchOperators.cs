using static TorchSharp.torch;

namespace LongWriter;

/// <summary>Operators of libtorch that TorchSharp does not bind, reached through TorchScript. A mistake in a source text ends the process when it is run, so a test runs each.</summary>
internal static class TorchOperators
{
    // Compiled at the first use, which comes after TorchRuntime.EnsureLoaded; the last line must end.
    private static readonly Lazy<jit.CompilationUnit> Unit = new(static () => jit.compile("""
        def int8_linear(x: Tensor, weight: Tensor, scales: Tensor) -> Tensor:
            return torch._weight_int8pack_mm(x, weight, scales)

        def grouped_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool) -> Tensor:
            return torch.scaled_dot_product_attention(q, k, v, is_causal=causal, enable_gqa=True)

        def rms_norm(x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
            return torch.rms_norm(x, [x.size(-1)], weight, epsilon)

        """));

    /// <summary>A linear layer whose weights are read as 8 bit.</summary>
    /// <param name="x">bfloat16 [rows, inputs].</param>
    /// <param name="weight">int8 [outputs, inputs], inputs a multiple of 32.</param>
    /// <param name="scales">bfloat16 [outputs].</param>
    /// <returns>bfloat16 [rows, outputs].</returns>
    public static Tensor Int8Linear(Tensor x, Tensor weight, Tensor scales) => Invoke("int8_linear", x, weight, scales);

    /// <summary>Attention where several query heads share a key and value head; also for gradients.</summary>
    /// <param name="q">[batch, heads, queries, dimension].</param>
    /// <param name="k">[batch, key heads, keys, dimension].</param>
    /// <param name="v">As <paramref name="k"/>.</param>
    /// <param name="causal">Whether query i sees the keys 0 to i: right where queries and keys begin at the same token.</param>
    public static Tensor GroupedAttention(Tensor q, Tensor k, Tensor v, bool causal) => Invoke("grouped_attention", q, k, v, causal);

    /// <summary>x / sqrt(mean(x²) + epsilon) · weight over the last dimension, with its gradient.</summary>
    public static Tensor RmsNorm(Tensor x, Tensor weight, double epsilon) => Invoke("rms_norm", x, weight, epsilon);

    private static Tensor Invoke(string name, params object[] arguments) => (Tensor)Unit.Value.invoke(name, arguments);
}
