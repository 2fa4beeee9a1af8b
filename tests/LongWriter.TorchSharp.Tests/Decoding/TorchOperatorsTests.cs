using static TorchSharp.torch;

namespace LongWriter.Tests.TorchSharp;

/// <summary>Runs every TorchScript text: a mistake in one would end the process at a user's.</summary>
public sealed class TorchOperatorsTests
{
    public TorchOperatorsTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void Int8_linear_multiplies_quants_and_scales()
    {
        using var scope = NewDisposeScope();
        var x = arange(2 * 32).reshape(2, 32).to(ScalarType.BFloat16).div(64);
        var quants = arange(8 * 32).reshape(8, 32).sub(128).to(ScalarType.Int8);
        var scales = arange(1, 9).to(ScalarType.BFloat16).div(8);

        var product = TorchOperators.Int8Linear(x, quants, scales).to(ScalarType.Float32);

        for (var row = 0; row < 2; row++)
        {
            for (var output = 0; output < 8; output++)
            {
                var exact = Enumerable.Range(0, 32).Sum(i => ((row * 32) + i) / 64.0 * ((output * 32) + i - 128)) * (output + 1) / 8.0;
                Assert.Equal(exact, product[row, output].item<float>(), Math.Max(1e-3, Math.Abs(exact) / 200));
            }
        }
    }

    [Fact]
    public void Grouped_attention_is_that_of_repeated_keys()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4, CPU);
        Tensor q = randn([1, 6, 5, 8], generator: generator), k = randn([1, 2, 5, 8], generator: generator), v = randn([1, 2, 5, 8], generator: generator);

        var grouped = TorchOperators.GroupedAttention(q, k, v, causal: true);

        var scores = q.matmul(k.repeat_interleave(3, 1).transpose(2, 3)).div(Math.Sqrt(8)).masked_fill(ones(5, 5).triu(1).to(ScalarType.Bool), float.NegativeInfinity);
        var exact = scores.softmax(-1).matmul(v.repeat_interleave(3, 1));
        Assert.InRange((grouped - exact).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void Rms_norm_divides_by_the_root_of_the_mean_square()
    {
        using var scope = NewDisposeScope();

        var normed = TorchOperators.RmsNorm(tensor([3f, 4f, 0f, 0f]).reshape(1, 4), tensor([1f, 2f, 3f, 4f]), 0.75);

        // The mean square is 25 / 4, and 6.25 + 0.75 = 7.
        Assert.Equal(3 / Math.Sqrt(7), normed[0, 0].item<float>(), 1e-6);
        Assert.Equal(8 / Math.Sqrt(7), normed[0, 1].item<float>(), 1e-6);
    }
}
