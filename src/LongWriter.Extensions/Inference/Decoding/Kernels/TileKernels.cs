using System.Runtime.CompilerServices;

namespace LongWriter;

/// <summary>
/// The inner loops: one to four tiles times one to eight input rows, each sum in a register of its own. A sum takes its columns one by one in
/// order (with 8 bit, each group of 32 and then the groups), so it is the same to the bit whichever of these loops computes it.
/// </summary>
/// <remarks>Nothing is prefetched: a panel is one stream, and to ask for its lines ahead cost a sixth of the speed on a Zen 4. Arguments: the first tile and its scales, from one panel to the next, columns, input rows; sums are written [input row][tile][16].</remarks>
internal static unsafe partial class TileKernels<TLanes, TVector, TFormat>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TFormat : struct, ITileFormat<TVector>
{
    /// <summary>One row and two panels, which are two streams: what decoding of one text runs.</summary>
    public static void Rows1Tiles4(byte* weights, byte* scales, nint panel, nint columns, float** inputs, float* sums)
    {
        var x = *inputs;
        var group = TFormat.IsGrouped ? TileLayout.GroupColumns : columns;
        if (TFormat.IsGrouped)
        {
            new Span<float>(sums, 64).Clear();
            weights += TileLayout.PanelScaleBytes;
        }

        for (nint start = 0; start < columns; start += group)
        {
            var a = TLanes.Zero;
            var b = TLanes.Zero;
            var c = TLanes.Zero;
            var d = TLanes.Zero;
            var end = start + group;
            for (var k = start; k < end; k += 4, weights += 2 * TFormat.QuadBytes)
            {
                TFormat.LoadQuad(weights, out var p0, out var q0, out var r0, out var s0);
                TFormat.LoadQuad(weights + TFormat.QuadBytes, out var p1, out var q1, out var r1, out var s1);
                TFormat.LoadQuad(weights + panel, out var p2, out var q2, out var r2, out var s2);
                TFormat.LoadQuad(weights + panel + TFormat.QuadBytes, out var p3, out var q3, out var r3, out var s3);
                var y = TLanes.Broadcast(x[k]);
                a = TLanes.MultiplyAdd(p0, y, a);
                b = TLanes.MultiplyAdd(p1, y, b);
                c = TLanes.MultiplyAdd(p2, y, c);
                d = TLanes.MultiplyAdd(p3, y, d);
                y = TLanes.Broadcast(x[k + 1]);
                a = TLanes.MultiplyAdd(q0, y, a);
                b = TLanes.MultiplyAdd(q1, y, b);
                c = TLanes.MultiplyAdd(q2, y, c);
                d = TLanes.MultiplyAdd(q3, y, d);
                y = TLanes.Broadcast(x[k + 2]);
                a = TLanes.MultiplyAdd(r0, y, a);
                b = TLanes.MultiplyAdd(r1, y, b);
                c = TLanes.MultiplyAdd(r2, y, c);
                d = TLanes.MultiplyAdd(r3, y, d);
                y = TLanes.Broadcast(x[k + 3]);
                a = TLanes.MultiplyAdd(s0, y, a);
                b = TLanes.MultiplyAdd(s1, y, b);
                c = TLanes.MultiplyAdd(s2, y, c);
                d = TLanes.MultiplyAdd(s3, y, d);
            }

            if (TFormat.IsGrouped)
            {
                var scale = TFormat.LoadScales(scales);
                AddScaled(scale, a, sums);
                scale = TFormat.LoadScales(scales + TileLayout.ScaleBytes);
                AddScaled(scale, b, sums + 16);
                scale = TFormat.LoadScales(scales + panel);
                AddScaled(scale, c, sums + 32);
                scale = TFormat.LoadScales(scales + panel + TileLayout.ScaleBytes);
                AddScaled(scale, d, sums + 48);
                scales += TileLayout.PanelScaleBytes + TileLayout.GroupColumns / TileLayout.QuadColumns * 2 * TFormat.QuadBytes;
                weights += TileLayout.PanelScaleBytes;
            }
            else
            {
                TLanes.Store(a, sums);
                TLanes.Store(b, sums + 16);
                TLanes.Store(c, sums + 32);
                TLanes.Store(d, sums + 48);
            }
        }
    }

    /// <summary>One row and one panel.</summary>
    public static void Rows1Tiles2(byte* weights, byte* scales, nint columns, float** inputs, float* sums)
    {
        var x = *inputs;
        var group = TFormat.IsGrouped ? TileLayout.GroupColumns : columns;
        if (TFormat.IsGrouped)
        {
            new Span<float>(sums, 32).Clear();
            weights += TileLayout.PanelScaleBytes;
        }

        for (nint start = 0; start < columns; start += group)
        {
            var a = TLanes.Zero;
            var b = TLanes.Zero;
            var end = start + group;
            for (var k = start; k < end; k += 4, weights += 2 * TFormat.QuadBytes)
            {
                TFormat.LoadQuad(weights, out var p0, out var q0, out var r0, out var s0);
                TFormat.LoadQuad(weights + TFormat.QuadBytes, out var p1, out var q1, out var r1, out var s1);
                var y = TLanes.Broadcast(x[k]);
                a = TLanes.MultiplyAdd(p0, y, a);
                b = TLanes.MultiplyAdd(p1, y, b);
                y = TLanes.Broadcast(x[k + 1]);
                a = TLanes.MultiplyAdd(q0, y, a);
                b = TLanes.MultiplyAdd(q1, y, b);
                y = TLanes.Broadcast(x[k + 2]);
                a = TLanes.MultiplyAdd(r0, y, a);
                b = TLanes.MultiplyAdd(r1, y, b);
                y = TLanes.Broadcast(x[k + 3]);
                a = TLanes.MultiplyAdd(s0, y, a);
                b = TLanes.MultiplyAdd(s1, y, b);
            }

            if (TFormat.IsGrouped)
            {
                var scale = TFormat.LoadScales(scales);
                AddScaled(scale, a, sums);
                scale = TFormat.LoadScales(scales + TileLayout.ScaleBytes);
                AddScaled(scale, b, sums + 16);
                scales += TileLayout.PanelScaleBytes + TileLayout.GroupColumns / TileLayout.QuadColumns * 2 * TFormat.QuadBytes;
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
    private static void AddScaled(TVector scale, TVector sum, float* total) => TLanes.Store(TLanes.MultiplyAdd(scale, sum, TLanes.Load(total)), total);
}
