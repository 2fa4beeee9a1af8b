using TorchSharp;
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

        def adamw(p: List[Tensor], gradient: List[Tensor], mean: List[Tensor], square: List[Tensor], step: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, epsilon: float) -> List[Tensor]:
            torch._fused_adamw_(p, gradient, mean, square, [], step, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
            return p

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
    public static Tensor RmsNorm(Tensor x, Tensor weight, double epsilon)
    {
        using var number = epsilon.ToScalar();
        return Invoke("rms_norm", x, weight, number);
    }

    /// <summary>One step of AdamW, in place and in one pass over the numbers: p ← p - rate · (decay · p + m̂ / (√v̂ + epsilon)), with m̂ and v̂ the bias-corrected means (Decoupled Weight Decay Regularization, algorithm 2).</summary>
    /// <remarks>Takes lists: of an operator that changes the elements of a list made inside, TorchScript sees no effect and leaves it out.</remarks>
    /// <param name="parameters">Changed.</param>
    /// <param name="gradients">As many and as large.</param>
    /// <param name="means">Of the gradients; changed.</param>
    /// <param name="squares">Means of their squares; changed.</param>
    /// <param name="step">fp32, the number of this step, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="options">Betas and epsilon.</param>
    /// <param name="decay">Weight decay.</param>
    public static void AdamW(Tensor[] parameters, Tensor[] gradients, Tensor[] means, Tensor[] squares, Tensor step, double rate, AdamWOptions options, double decay)
    {
        using var scope = NewDisposeScope();
        var steps = Enumerable.Repeat(step, parameters.Length).ToArray();
        using Scalar lr = rate.ToScalar(), first = options.Beta1.ToScalar(), second = options.Beta2.ToScalar(), shrink = decay.ToScalar(), epsilon = options.Epsilon.ToScalar();
        Unit.Value.invoke("adamw", parameters, gradients, means, squares, steps, lr, first, second, shrink, epsilon);
    }

    // Numbers are given as objects that the caller keeps: TorchSharp lets go of those that it makes itself before the operator reads them.
    private static Tensor Invoke(string name, params object[] arguments) => (Tensor)Unit.Value.invoke(name, arguments);
}
