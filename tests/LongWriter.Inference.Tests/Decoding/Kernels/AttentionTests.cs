namespace LongWriter.Tests;

public unsafe class AttentionTests
{
    [Fact]
    public void Attention_is_that_of_plain_loops_on_every_register_width()
    {
        var random = new Random(15);
        for (var trial = 0; trial < 40; trial++)
        {
            var format = trial % 2 == 0 ? WeightFormat.Float32 : WeightFormat.BFloat16;
            var (width, heads) = (random.Next(1, 70), random.Next(1, 6));
            var positions = random.Next(1, AttentionTask.MaxQueries / heads + 1);
            var first = random.Next(200);
            var window = trial % 3 == 0 ? random.Next(1, 100) : int.MaxValue;
            var (keys, values) = (new TileLayout(format, 64, width), new TileLayout(format, width, 64));
            using var blocks = new NativeBuffer(5 * 8);
            var held = new NativeBuffer[5];
            for (var b = 0; b < 5; b++)
            {
                held[b] = new(keys.Bytes + values.Bytes + 128);
                ((byte**)blocks.Data)[b] = held[b].Data;
            }

            var (k, v) = (new double[first + positions, width], new double[first + positions, width]);
            using var line = new RowBuffer(1, width);
            for (var t = 0; t < first + positions; t++)
            {
                var block = held[t / 64].Data + 128;
                for (var d = 0; d < width; d++)
                    line.Rows[0][d] = (float)(4 * random.NextDouble() - 2);
                TileElements.WriteRow(keys, block, t % 64, line.Rows[0], width);
                TileElements.WriteColumn(values, block + keys.Bytes, t % 64, line.Rows[0], width);
                for (var d = 0; d < width; d++)
                    k[t, d] = v[t, d] = format == WeightFormat.Float32 ? line.Rows[0][d] : BitConverter.UInt32BitsToSingle((uint)PlainQuantizer.BFloat16(line.Rows[0][d]) << 16);
            }

            using var queries = TestMatrix.Rows(random, positions * heads, width + 1);
            foreach (var vectors in Widths.All)
            {
                using var outputs = new RowBuffer(positions * heads, width);
                using var scratch = new RowBuffer(1, AttentionTask.ScratchFloats(width));
                DecoderKernels.For(vectors).Attend(
                    new AttentionTask
                    {
                        Queries = queries.Rows,
                        Outputs = outputs.Rows,
                        Heads = heads,
                        Positions = positions,
                        FirstPosition = first,
                        Window = window,
                        Width = width,
                        Blocks = (byte**)blocks.Data,
                        Offset = 128,
                        Keys = keys,
                        Values = values,
                    },
                    scratch.Rows[0]);

                for (var i = 0; i < positions * heads; i++)
                    AssertAttends(queries.Rows[i], outputs.Rows[i], k, v, first + i / heads, window);
            }

            foreach (var block in held)
                block.Dispose();
        }
    }

    private static void AssertAttends(float* query, float* output, double[,] keys, double[,] values, int position, int window)
    {
        var width = keys.GetLength(1);
        var (sum, expected) = (0.0, new double[width]);
        for (var t = Math.Max(0, position - (long)window + 1); t <= position; t++)
        {
            var score = 0.0;
            for (var d = 0; d < width; d++)
                score += query[d] * keys[t, d];

            var weight = Math.Exp(score);
            sum += weight;
            for (var d = 0; d < width; d++)
                expected[d] += weight * values[t, d];
        }

        for (var d = 0; d < width; d++)
            Assert.InRange(output[d], expected[d] / sum - 1e-4, expected[d] / sum + 1e-4);
    }
}
