using System.Diagnostics;
using TorchSharp;

namespace LongWriter.Cli.Models;

/// <summary>What this machine can do at best, measured when it is asked for.</summary>
internal static class MachineRates
{
    private const int ProductSize = 2_048;
    private const int Rounds = 3;

    /// <summary>Floating-point operations a second of a product of two 2,048 by 2,048 matrices, by what the decoder multiplies with.</summary>
    public static double Multiply(DecoderInfo decoder, TimeProvider clock) => decoder.Name == LocalModelArguments.TorchSharp
        ? Torch(decoder.Weights)
        : MatrixRate.Measure(decoder.Weights, ProductSize, decoder.Threads, Rounds, clock);

    private static double Torch(WeightFormat format)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        var type = format == WeightFormat.Float32 ? torch.float32 : torch.bfloat16;
        var (left, right) = (torch.rand(ProductSize, ProductSize, dtype: torch.float32).to(type), torch.rand(ProductSize, ProductSize, dtype: torch.float32).to(type));
        var best = double.MaxValue;
        for (var round = 0; round <= Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            using var product = torch.mm(left, right);
            if (round > 0)
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * ProductSize * ProductSize * ProductSize / best;
    }
}
