using System.Runtime.CompilerServices;

namespace LongWriter;

/// <summary>
/// The inner loops: one or two tiles times one to eight input rows, each sum in a register of its own. A sum takes its columns one by one in
/// order (with 8 bit, each group of 32 in whole numbers and then the groups), so it is the same to the bit whichever of these loops computes it.
/// </summary>
/// <remarks>Nothing is prefetched: a panel is one stream, and to ask for its lines ahead cost a sixth of the speed on a Zen 4. Arguments: the first tile and its scales, 32-bit words of an input row, input rows; sums are written [input row][tile][16].</remarks>
internal static unsafe partial class TileKernels<TLanes, TVector, TFormat>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TFormat : struct, ITileFormat<TVector>
{
    /// <summary>One row: what decoding of one text runs. Two panels at once, which are two streams, took up to half as long again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1Tiles2(byte* weights, byte* scales, nint steps, float** inputs, float* sums)
    {
        var x = *inputs;
        var group = TFormat.IsGrouped ? QuantizedRow.GroupWords : steps;
        if (TFormat.IsGrouped)
        {
            new Span<float>(sums, 32).Clear();
            weights += TileLayout.PanelScaleBytes;
        }

        for (nint start = 0; start < steps; start += group + 1)
        {
            var a = TLanes.Zero;
            var b = TLanes.Zero;
            var end = start + group;
            for (var k = start; k < end; k += 4, weights += TFormat.StepBytes)
            {
                TFormat.LoadStep(weights, out var p0, out var q0, out var r0, out var s0);
                TFormat.LoadStep(weights + TFormat.QuadBytes, out var p1, out var q1, out var r1, out var s1);
                var y = TLanes.Broadcast(x[k]);
                a = TFormat.MultiplyAdd(p0, y, a);
                b = TFormat.MultiplyAdd(p1, y, b);
                y = TLanes.Broadcast(x[k + 1]);
                a = TFormat.MultiplyAdd(q0, y, a);
                b = TFormat.MultiplyAdd(q1, y, b);
                y = TLanes.Broadcast(x[k + 2]);
                a = TFormat.MultiplyAdd(r0, y, a);
                b = TFormat.MultiplyAdd(r1, y, b);
                y = TLanes.Broadcast(x[k + 3]);
                a = TFormat.MultiplyAdd(s0, y, a);
                b = TFormat.MultiplyAdd(s1, y, b);
            }

            if (TFormat.IsGrouped)
            {
                var scale = TFormat.LoadScales(scales);
                AddScaled(scale, x + end, a, sums);
                scale = TFormat.LoadScales(scales + TileLayout.ScaleBytes);
                AddScaled(scale, x + end, b, sums + 16);
                scales += TileLayout.PanelScaleBytes + TileLayout.GroupColumns / TileLayout.QuadColumns * TileLayout.PanelTiles * TFormat.QuadBytes;
                weights += TileLayout.PanelScaleBytes;
            }
            else
            {
                TLanes.Store(a, sums);
                TLanes.Store(b, sums + 16);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(TVector scale, float* rowScale, TVector sum, float* total) =>
        TLanes.Store(TLanes.MultiplyAdd(TLanes.Multiply(scale, TLanes.Broadcast(*rowScale)), TLanes.ConvertInt32(sum), TLanes.Load(total)), total);
}
