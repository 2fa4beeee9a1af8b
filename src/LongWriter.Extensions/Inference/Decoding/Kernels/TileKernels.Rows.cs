using System.Runtime.CompilerServices;

namespace LongWriter;

internal static unsafe partial class TileKernels<TLanes, TVector, TFormat>
{
    /// <summary>Two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows2Tiles2(byte* weights, byte* scales, nint steps, float** inputs, float* sums)
    {
        var x0 = inputs[0];
        var x1 = inputs[1];
        var group = TFormat.IsGrouped ? QuantizedRow.GroupWords : steps;
        if (TFormat.IsGrouped)
        {
            new Span<float>(sums, 64).Clear();
            weights += TileLayout.PanelScaleBytes;
        }

        for (nint start = 0; start < steps; start += group + 1)
        {
            var (a0, a1) = (TLanes.Zero, TLanes.Zero);
            var (b0, b1) = (TLanes.Zero, TLanes.Zero);
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
                y = TLanes.Broadcast(x0[k + 1]);
                a0 = TFormat.MultiplyAdd(q0, y, a0);
                b0 = TFormat.MultiplyAdd(q1, y, b0);
                y = TLanes.Broadcast(x1[k + 1]);
                a1 = TFormat.MultiplyAdd(q0, y, a1);
                b1 = TFormat.MultiplyAdd(q1, y, b1);
                y = TLanes.Broadcast(x0[k + 2]);
                a0 = TFormat.MultiplyAdd(r0, y, a0);
                b0 = TFormat.MultiplyAdd(r1, y, b0);
                y = TLanes.Broadcast(x1[k + 2]);
                a1 = TFormat.MultiplyAdd(r0, y, a1);
                b1 = TFormat.MultiplyAdd(r1, y, b1);
                y = TLanes.Broadcast(x0[k + 3]);
                a0 = TFormat.MultiplyAdd(s0, y, a0);
                b0 = TFormat.MultiplyAdd(s1, y, b0);
                y = TLanes.Broadcast(x1[k + 3]);
                a1 = TFormat.MultiplyAdd(s0, y, a1);
                b1 = TFormat.MultiplyAdd(s1, y, b1);
            }

            if (TFormat.IsGrouped)
            {
                var scale = TFormat.LoadScales(scales);
                AddScaled(scale, x0 + end, a0, sums);
                AddScaled(scale, x1 + end, a1, sums + 32);
                scale = TFormat.LoadScales(scales + TileLayout.ScaleBytes);
                AddScaled(scale, x0 + end, b0, sums + 16);
                AddScaled(scale, x1 + end, b1, sums + 48);
                scales += TileLayout.PanelScaleBytes + TileLayout.GroupColumns / TileLayout.QuadColumns * TileLayout.PanelTiles * TFormat.QuadBytes;
                weights += TileLayout.PanelScaleBytes;
            }
            else
            {
                TLanes.Store(a0, sums);
                TLanes.Store(a1, sums + 32);
                TLanes.Store(b0, sums + 16);
                TLanes.Store(b1, sums + 48);
            }
        }
    }

    /// <summary>Four rows where registers are few.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4Tiles1(byte* weights, byte* scales, nint steps, float** inputs, float* sums)
    {
        var x0 = inputs[0];
        var x1 = inputs[1];
        var x2 = inputs[2];
        var x3 = inputs[3];
        var group = TFormat.IsGrouped ? QuantizedRow.GroupWords : steps;
        if (TFormat.IsGrouped)
        {
            new Span<float>(sums, 64).Clear();
            weights += TileLayout.PanelScaleBytes;
        }

        for (nint start = 0; start < steps; start += group + 1)
        {
            var (a0, a1, a2, a3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var end = start + group;
            for (var k = start; k < end; k += 4, weights += TFormat.StepBytes)
            {
                TFormat.LoadStep(weights, out var p0, out var q0, out var r0, out var s0);
                var y = TLanes.Broadcast(x0[k]);
                a0 = TFormat.MultiplyAdd(p0, y, a0);
                y = TLanes.Broadcast(x1[k]);
                a1 = TFormat.MultiplyAdd(p0, y, a1);
                y = TLanes.Broadcast(x2[k]);
                a2 = TFormat.MultiplyAdd(p0, y, a2);
                y = TLanes.Broadcast(x3[k]);
                a3 = TFormat.MultiplyAdd(p0, y, a3);
                y = TLanes.Broadcast(x0[k + 1]);
                a0 = TFormat.MultiplyAdd(q0, y, a0);
                y = TLanes.Broadcast(x1[k + 1]);
                a1 = TFormat.MultiplyAdd(q0, y, a1);
                y = TLanes.Broadcast(x2[k + 1]);
                a2 = TFormat.MultiplyAdd(q0, y, a2);
                y = TLanes.Broadcast(x3[k + 1]);
                a3 = TFormat.MultiplyAdd(q0, y, a3);
                y = TLanes.Broadcast(x0[k + 2]);
                a0 = TFormat.MultiplyAdd(r0, y, a0);
                y = TLanes.Broadcast(x1[k + 2]);
                a1 = TFormat.MultiplyAdd(r0, y, a1);
                y = TLanes.Broadcast(x2[k + 2]);
                a2 = TFormat.MultiplyAdd(r0, y, a2);
                y = TLanes.Broadcast(x3[k + 2]);
                a3 = TFormat.MultiplyAdd(r0, y, a3);
                y = TLanes.Broadcast(x0[k + 3]);
                a0 = TFormat.MultiplyAdd(s0, y, a0);
                y = TLanes.Broadcast(x1[k + 3]);
                a1 = TFormat.MultiplyAdd(s0, y, a1);
                y = TLanes.Broadcast(x2[k + 3]);
                a2 = TFormat.MultiplyAdd(s0, y, a2);
                y = TLanes.Broadcast(x3[k + 3]);
                a3 = TFormat.MultiplyAdd(s0, y, a3);
            }

            if (TFormat.IsGrouped)
            {
                var scale = TFormat.LoadScales(scales);
                AddScaled(scale, x0 + end, a0, sums);
                AddScaled(scale, x1 + end, a1, sums + 16);
                AddScaled(scale, x2 + end, a2, sums + 32);
                AddScaled(scale, x3 + end, a3, sums + 48);
                scales += TileLayout.PanelScaleBytes + TileLayout.GroupColumns / TileLayout.QuadColumns * TileLayout.PanelTiles * TFormat.QuadBytes;
                weights += TileLayout.PanelScaleBytes;
            }
            else
            {
                TLanes.Store(a0, sums);
                TLanes.Store(a1, sums + 16);
                TLanes.Store(a2, sums + 32);
                TLanes.Store(a3, sums + 48);
            }
        }
    }

    /// <summary>Four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4Tiles2(byte* weights, byte* scales, nint steps, float** inputs, float* sums)
    {
        var x0 = inputs[0];
        var x1 = inputs[1];
        var x2 = inputs[2];
        var x3 = inputs[3];
        var group = TFormat.IsGrouped ? QuantizedRow.GroupWords : steps;
        if (TFormat.IsGrouped)
        {
            new Span<float>(sums, 128).Clear();
            weights += TileLayout.PanelScaleBytes;
        }

        for (nint start = 0; start < steps; start += group + 1)
        {
            var (a0, a1, a2, a3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var (b0, b1, b2, b3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
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
            }

            if (TFormat.IsGrouped)
            {
                var scale = TFormat.LoadScales(scales);
                AddScaled(scale, x0 + end, a0, sums);
                AddScaled(scale, x1 + end, a1, sums + 32);
                AddScaled(scale, x2 + end, a2, sums + 64);
                AddScaled(scale, x3 + end, a3, sums + 96);
                scale = TFormat.LoadScales(scales + TileLayout.ScaleBytes);
                AddScaled(scale, x0 + end, b0, sums + 16);
                AddScaled(scale, x1 + end, b1, sums + 48);
                AddScaled(scale, x2 + end, b2, sums + 80);
                AddScaled(scale, x3 + end, b3, sums + 112);
                scales += TileLayout.PanelScaleBytes + TileLayout.GroupColumns / TileLayout.QuadColumns * TileLayout.PanelTiles * TFormat.QuadBytes;
                weights += TileLayout.PanelScaleBytes;
            }
            else
            {
                TLanes.Store(a0, sums);
                TLanes.Store(a1, sums + 32);
                TLanes.Store(a2, sums + 64);
                TLanes.Store(a3, sums + 96);
                TLanes.Store(b0, sums + 16);
                TLanes.Store(b1, sums + 48);
                TLanes.Store(b2, sums + 80);
                TLanes.Store(b3, sums + 112);
            }
        }
    }
}
