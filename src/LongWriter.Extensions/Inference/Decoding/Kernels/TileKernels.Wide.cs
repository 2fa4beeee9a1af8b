using System.Runtime.CompilerServices;

namespace LongWriter;

internal static unsafe partial class TileKernels<TLanes, TVector, TFormat>
{
    /// <summary>Eight rows, where there are 32 wide registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows8Tiles2(byte* weights, byte* scales, nint steps, float** inputs, float* sums)
    {
        var x0 = inputs[0];
        var x1 = inputs[1];
        var x2 = inputs[2];
        var x3 = inputs[3];
        var x4 = inputs[4];
        var x5 = inputs[5];
        var x6 = inputs[6];
        var x7 = inputs[7];
        var group = TFormat.IsGrouped ? QuantizedRow.GroupWords : steps;
        if (TFormat.IsGrouped)
        {
            new Span<float>(sums, 256).Clear();
            weights += TileLayout.PanelScaleBytes;
        }

        for (nint start = 0; start < steps; start += group + 1)
        {
            var (a0, a1, a2, a3, a4, a5, a6, a7) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var (b0, b1, b2, b3, b4, b5, b6, b7) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var end = start + group;
            for (var k = start; k < end; k += 4, weights += TFormat.StepBytes)
            {
                TFormat.LoadStep(weights, out var p0, out var q0, out var r0, out var s0);
                TFormat.LoadStep(weights + TFormat.QuadBytes, out var p1, out var q1, out var r1, out var s1);
                var y = TLanes.Broadcast(x0[k]);
                a0 = TFormat.MultiplyAdd(p0, y, a0);
                b0 = TFormat.MultiplyAdd(p1, y, b0);
                y = TLanes.Broadcast(x1[k]);
                a1 = TFormat.MultiplyAdd(p0, y, a1);
                b1 = TFormat.MultiplyAdd(p1, y, b1);
                y = TLanes.Broadcast(x2[k]);
                a2 = TFormat.MultiplyAdd(p0, y, a2);
                b2 = TFormat.MultiplyAdd(p1, y, b2);
                y = TLanes.Broadcast(x3[k]);
                a3 = TFormat.MultiplyAdd(p0, y, a3);
                b3 = TFormat.MultiplyAdd(p1, y, b3);
                y = TLanes.Broadcast(x4[k]);
                a4 = TFormat.MultiplyAdd(p0, y, a4);
                b4 = TFormat.MultiplyAdd(p1, y, b4);
                y = TLanes.Broadcast(x5[k]);
                a5 = TFormat.MultiplyAdd(p0, y, a5);
                b5 = TFormat.MultiplyAdd(p1, y, b5);
                y = TLanes.Broadcast(x6[k]);
                a6 = TFormat.MultiplyAdd(p0, y, a6);
                b6 = TFormat.MultiplyAdd(p1, y, b6);
                y = TLanes.Broadcast(x7[k]);
                a7 = TFormat.MultiplyAdd(p0, y, a7);
                b7 = TFormat.MultiplyAdd(p1, y, b7);
                y = TLanes.Broadcast(x0[k + 1]);
                a0 = TFormat.MultiplyAdd(q0, y, a0);
                b0 = TFormat.MultiplyAdd(q1, y, b0);
                y = TLanes.Broadcast(x1[k + 1]);
                a1 = TFormat.MultiplyAdd(q0, y, a1);
                b1 = TFormat.MultiplyAdd(q1, y, b1);
                y = TLanes.Broadcast(x2[k + 1]);
                a2 = TFormat.MultiplyAdd(q0, y, a2);
                b2 = TFormat.MultiplyAdd(q1, y, b2);
                y = TLanes.Broadcast(x3[k + 1]);
                a3 = TFormat.MultiplyAdd(q0, y, a3);
                b3 = TFormat.MultiplyAdd(q1, y, b3);
                y = TLanes.Broadcast(x4[k + 1]);
                a4 = TFormat.MultiplyAdd(q0, y, a4);
                b4 = TFormat.MultiplyAdd(q1, y, b4);
                y = TLanes.Broadcast(x5[k + 1]);
                a5 = TFormat.MultiplyAdd(q0, y, a5);
                b5 = TFormat.MultiplyAdd(q1, y, b5);
                y = TLanes.Broadcast(x6[k + 1]);
                a6 = TFormat.MultiplyAdd(q0, y, a6);
                b6 = TFormat.MultiplyAdd(q1, y, b6);
                y = TLanes.Broadcast(x7[k + 1]);
                a7 = TFormat.MultiplyAdd(q0, y, a7);
                b7 = TFormat.MultiplyAdd(q1, y, b7);
                y = TLanes.Broadcast(x0[k + 2]);
                a0 = TFormat.MultiplyAdd(r0, y, a0);
                b0 = TFormat.MultiplyAdd(r1, y, b0);
                y = TLanes.Broadcast(x1[k + 2]);
                a1 = TFormat.MultiplyAdd(r0, y, a1);
                b1 = TFormat.MultiplyAdd(r1, y, b1);
                y = TLanes.Broadcast(x2[k + 2]);
                a2 = TFormat.MultiplyAdd(r0, y, a2);
                b2 = TFormat.MultiplyAdd(r1, y, b2);
                y = TLanes.Broadcast(x3[k + 2]);
                a3 = TFormat.MultiplyAdd(r0, y, a3);
                b3 = TFormat.MultiplyAdd(r1, y, b3);
                y = TLanes.Broadcast(x4[k + 2]);
                a4 = TFormat.MultiplyAdd(r0, y, a4);
                b4 = TFormat.MultiplyAdd(r1, y, b4);
                y = TLanes.Broadcast(x5[k + 2]);
                a5 = TFormat.MultiplyAdd(r0, y, a5);
                b5 = TFormat.MultiplyAdd(r1, y, b5);
                y = TLanes.Broadcast(x6[k + 2]);
                a6 = TFormat.MultiplyAdd(r0, y, a6);
                b6 = TFormat.MultiplyAdd(r1, y, b6);
                y = TLanes.Broadcast(x7[k + 2]);
                a7 = TFormat.MultiplyAdd(r0, y, a7);
                b7 = TFormat.MultiplyAdd(r1, y, b7);
                y = TLanes.Broadcast(x0[k + 3]);
                a0 = TFormat.MultiplyAdd(s0, y, a0);
                b0 = TFormat.MultiplyAdd(s1, y, b0);
                y = TLanes.Broadcast(x1[k + 3]);
                a1 = TFormat.MultiplyAdd(s0, y, a1);
                b1 = TFormat.MultiplyAdd(s1, y, b1);
                y = TLanes.Broadcast(x2[k + 3]);
                a2 = TFormat.MultiplyAdd(s0, y, a2);
                b2 = TFormat.MultiplyAdd(s1, y, b2);
                y = TLanes.Broadcast(x3[k + 3]);
                a3 = TFormat.MultiplyAdd(s0, y, a3);
                b3 = TFormat.MultiplyAdd(s1, y, b3);
                y = TLanes.Broadcast(x4[k + 3]);
                a4 = TFormat.MultiplyAdd(s0, y, a4);
                b4 = TFormat.MultiplyAdd(s1, y, b4);
                y = TLanes.Broadcast(x5[k + 3]);
                a5 = TFormat.MultiplyAdd(s0, y, a5);
                b5 = TFormat.MultiplyAdd(s1, y, b5);
                y = TLanes.Broadcast(x6[k + 3]);
                a6 = TFormat.MultiplyAdd(s0, y, a6);
                b6 = TFormat.MultiplyAdd(s1, y, b6);
                y = TLanes.Broadcast(x7[k + 3]);
                a7 = TFormat.MultiplyAdd(s0, y, a7);
                b7 = TFormat.MultiplyAdd(s1, y, b7);
            }

            if (TFormat.IsGrouped)
            {
                var scale = TFormat.LoadScales(scales);
                AddScaled(scale, x0 + end, a0, sums);
                AddScaled(scale, x1 + end, a1, sums + 32);
                AddScaled(scale, x2 + end, a2, sums + 64);
                AddScaled(scale, x3 + end, a3, sums + 96);
                AddScaled(scale, x4 + end, a4, sums + 128);
                AddScaled(scale, x5 + end, a5, sums + 160);
                AddScaled(scale, x6 + end, a6, sums + 192);
                AddScaled(scale, x7 + end, a7, sums + 224);
                scale = TFormat.LoadScales(scales + TileLayout.ScaleBytes);
                AddScaled(scale, x0 + end, b0, sums + 16);
                AddScaled(scale, x1 + end, b1, sums + 48);
                AddScaled(scale, x2 + end, b2, sums + 80);
                AddScaled(scale, x3 + end, b3, sums + 112);
                AddScaled(scale, x4 + end, b4, sums + 144);
                AddScaled(scale, x5 + end, b5, sums + 176);
                AddScaled(scale, x6 + end, b6, sums + 208);
                AddScaled(scale, x7 + end, b7, sums + 240);
                scales += TileLayout.PanelScaleBytes + TileLayout.GroupColumns / TileLayout.QuadColumns * TileLayout.PanelTiles * TFormat.QuadBytes;
                weights += TileLayout.PanelScaleBytes;
            }
            else
            {
                TLanes.Store(a0, sums);
                TLanes.Store(a1, sums + 32);
                TLanes.Store(a2, sums + 64);
                TLanes.Store(a3, sums + 96);
                TLanes.Store(a4, sums + 128);
                TLanes.Store(a5, sums + 160);
                TLanes.Store(a6, sums + 192);
                TLanes.Store(a7, sums + 224);
                TLanes.Store(b0, sums + 16);
                TLanes.Store(b1, sums + 48);
                TLanes.Store(b2, sums + 80);
                TLanes.Store(b3, sums + 112);
                TLanes.Store(b4, sums + 144);
                TLanes.Store(b5, sums + 176);
                TLanes.Store(b6, sums + 208);
                TLanes.Store(b7, sums + 240);
            }
        }
    }
}
