namespace LongWriter;

/// <summary>How fast the managed kernels multiply: the roof of a prompt in this decoder.</summary>
public static unsafe class MatrixRate
{
    /// <summary>Multiplies a matrix of the given format with many rows on all threads and returns floating-point operations per second, the best of some rounds.</summary>
    /// <param name="format">How the matrix is held.</param>
    /// <param name="size">Rows, columns and input rows, each; a multiple of 32.</param>
    /// <param name="threads">Threads that compute.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="clock">Measures the time.</param>
    public static double Measure(WeightFormat format, int size, int threads, int rounds, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 32);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var kernels = DecoderKernels.For(VectorWidth.Auto);
        var layout = new TileLayout(format, size, size);
        using var matrix = new NativeBuffer(layout.Bytes);
        using var inputs = new RowBuffer(size, size);
        using var outputs = new RowBuffer(size, size);
        using var team = new ThreadTeam(threads, "LongWriter probe");
        var product = new TileProduct { Layout = layout, Data = matrix.Data, Inputs = inputs.Rows, Outputs = outputs.Rows, Count = size };
        var best = TimeSpan.MaxValue;
        for (var round = 0; round <= rounds; round++)
        {
            var start = clock.GetTimestamp();
            team.Run(member =>
            {
                var (first, end) = layout.Share(member, threads);
                kernels.Multiply(product, first, end);
            });
            var elapsed = clock.GetElapsedTime(start);
            if (round > 0 && elapsed < best)
                best = elapsed;
        }

        return 2.0 * size * size * size / Math.Max(best.TotalSeconds, 1e-9);
    }
}
