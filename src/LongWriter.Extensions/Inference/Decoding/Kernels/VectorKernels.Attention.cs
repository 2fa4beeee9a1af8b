using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LongWriter;

internal sealed unsafe partial class VectorKernels<TLanes, TVector>
{
    private const int CacheLine = 64;

    /// <remarks>
    /// Online softmax, one block of keys after the other: scores and outputs of a block are tile products, as those of the weights are. What a position gets
    /// depends on the blocks alone, not on which positions share the task: masked tokens have probability 0 and add exactly nothing.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Attend(in AttentionTask task, float* scratch)
    {
        const int Block = AttentionTask.BlockTokens;
        var queries = task.Positions * task.Heads;
        var width = task.Values.Tiles * TileLayout.TileRows;
        var scores = scratch;
        var sums = scores + AttentionTask.MaxQueries * Block;
        var products = sums + AttentionTask.MaxQueries * width;
        var maxima = products + AttentionTask.MaxQueries * width;
        var totals = maxima + AttentionTask.MaxQueries;
        var scoreRows = stackalloc float*[AttentionTask.MaxQueries];
        var productRows = stackalloc float*[AttentionTask.MaxQueries];
        for (var i = 0; i < queries; i++)
        {
            scoreRows[i] = scores + i * Block;
            productRows[i] = products + i * width;
            (maxima[i], totals[i]) = (float.NegativeInfinity, 0);
        }

        new Span<float>(sums, queries * width).Clear();
        var keys = new TileProduct { Layout = task.Keys, Inputs = task.Queries, Outputs = scoreRows, Count = queries };
        var values = new TileProduct { Layout = task.Values, Inputs = scoreRows, Outputs = productRows, Count = queries };
        var last = task.FirstPosition + task.Positions - 1;
        for (var block = task.FirstBlock; block * Block <= last; block++)
        {
            var start = block * Block;
            keys.Data = task.Blocks[block] + task.Offset;
            values.Data = keys.Data + task.Keys.Bytes;
            if (start + Block <= last)
                Prefetch(task.Blocks[block + 1] + task.Offset, task.Keys.Bytes + task.Values.Bytes);
            var tokens = Math.Min(Block, last + 1 - start);
            Multiply(keys, 0, (tokens + 31) / 32 * 2);
            for (var i = 0; i < queries; i++)
            {
                var position = task.FirstPosition + i / task.Heads;
                var rescale = Weigh(scoreRows[i], Math.Max(0, position - task.Window + 1 - start), Math.Min(Block, position + 1 - start), ref maxima[i], ref totals[i]);
                if (rescale != 1)
                    Scale(sums + i * width, width, rescale);
            }

            values.Layout = task.Values.WithColumns(tokens);
            Multiply(values, 0, task.Values.Tiles);
            for (var i = 0; i < queries * width; i += TileLayout.TileRows)
                TLanes.Store(TLanes.Add(TLanes.Load(sums + i), TLanes.Load(products + i)), sums + i);
        }

        for (var i = 0; i < queries; i++)
        {
            Scale(sums + i * width, width, 1 / totals[i]);
            new ReadOnlySpan<float>(sums + i * width, task.Width).CopyTo(new(task.Outputs[i], task.Width));
        }
    }

    // Blocks lie anywhere, and what a head has of one is shorter than a page or two: the CPU's own prefetching begins anew at each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Prefetch(byte* data, long bytes)
    {
        if (!Sse.IsSupported)
            return;

        for (long i = 0; i < bytes; i += CacheLine)
            Sse.Prefetch1(data + i);
    }

    // Scores become exp(score - maximum), those outside [first, end) 0. Returns what earlier sums are multiplied by.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Weigh(float* scores, int first, int end, ref float maximum, ref float total)
    {
        const int Block = AttentionTask.BlockTokens;
        var scored = new Span<float>(scores, Block);
        if (end <= first)
        {
            scored.Clear();
            return 1;
        }

        scored[..first].Fill(float.NegativeInfinity);
        scored[end..].Fill(float.NegativeInfinity);
        var most = TLanes.Load(scores);
        for (var i = TileLayout.TileRows; i < Block; i += TileLayout.TileRows)
            most = TLanes.Max(most, TLanes.Load(scores + i));

        var (before, now) = (maximum, MathF.Max(maximum, TLanes.MaxAcross(most)));
        var shift = TLanes.Broadcast(-now);
        var sum = TLanes.Zero;
        for (var i = 0; i < Block; i += TileLayout.TileRows)
        {
            var weight = TLanes.Exp(TLanes.Add(TLanes.Load(scores + i), shift));
            TLanes.Store(weight, scores + i);
            sum = TLanes.Add(sum, weight);
        }

        var rescale = before == now ? 1 : MathF.Exp(before - now);
        (maximum, total) = (now, total * rescale + TLanes.Sum(sum));
        return rescale;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(float* x, int size, float factor)
    {
        var factors = TLanes.Broadcast(factor);
        for (var i = 0; i < size; i += TileLayout.TileRows)
            TLanes.Store(TLanes.Multiply(TLanes.Load(x + i), factors), x + i);
    }
}
