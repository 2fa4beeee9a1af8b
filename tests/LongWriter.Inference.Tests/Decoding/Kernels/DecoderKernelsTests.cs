namespace LongWriter.Tests;

/// <summary>Each kernel on each register width against plain loops in double precision, over random sizes.</summary>
public unsafe class DecoderKernelsTests
{
    public static TheoryData<string> Widths => [.. Tests.Widths.All.Select(static width => width.ToString())];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Products_are_those_of_plain_loops(string width)
    {
        var kernels = DecoderKernels.For(Enum.Parse<VectorWidth>(width));
        var random = new Random(11);
        for (var trial = 0; trial < 120; trial++)
        {
            var format = (WeightFormat)(trial % 3);
            var columns = format == WeightFormat.Int8 ? 32 * random.Next(1, 5) : random.Next(1, 140);
            using var matrix = new TestMatrix(random, format, random.Next(1, 150), columns);
            var (count, kind) = (random.Next(1, 20), (ProductKind)random.Next(3));
            var exact = kind != ProductKind.Gate && random.Next(2) == 0;
            var biased = random.Next(2) == 0;
            using var inputs = TestMatrix.Rows(random, count, columns);
            using var outputs = TestMatrix.Rows(random, count, matrix.Layout.Tiles * 16);
            var before = TestMatrix.Values(outputs, count, matrix.Layout.Tiles * 16);
            var product = matrix.Product(inputs, outputs, count, kind, exact, biased);
            // In two parts, as two threads would take it.
            var (first, end) = matrix.Layout.Share(1, 2);
            kernels.Multiply(product, 0, first);
            kernels.Multiply(product, first, end);

            for (var i = 0; i < count; i++)
            {
                for (var r = 0; r < matrix.Layout.Rows; r++)
                {
                    if (kind == ProductKind.Gate)
                    {
                        if (r / 16 % 2 == 0 && r + 16 < matrix.Layout.Rows)
                        {
                            var gate = matrix.Dot(r, inputs.Rows[i], biased);
                            var up = matrix.Dot(r + 16, inputs.Rows[i], biased);
                            // The slope of silu is at most 1.1.
                            var slack = 1.1 * matrix.Slack(r, inputs.Rows[i]) * Math.Abs(up) + matrix.Slack(r + 16, inputs.Rows[i]) * Math.Abs(gate);
                            AssertNear(gate / (1 + Math.Exp(-gate)) * up, outputs.Rows[i][r / 32 * 16 + r % 16], slack);
                        }
                    }
                    else
                    {
                        AssertNear(matrix.Dot(r, inputs.Rows[i], biased) + (kind == ProductKind.Add ? before[i][r] : 0), outputs.Rows[i][r], matrix.Slack(r, inputs.Rows[i]));
                    }
                }

                for (var r = matrix.Layout.Rows; exact && r < matrix.Layout.Tiles * 16; r++)
                    Assert.Equal(before[i][r], outputs.Rows[i][r]);
            }
        }
    }

    [Fact]
    public void A_product_is_the_same_to_the_bit_on_every_register_width_and_beside_any_other_rows()
    {
        var random = new Random(12);
        for (var trial = 0; trial < 60; trial++)
        {
            var format = (WeightFormat)(trial % 3);
            var columns = 32 * random.Next(1, 6);
            using var matrix = new TestMatrix(random, format, random.Next(1, 150), columns);
            var width = matrix.Layout.Tiles * 16;
            using var inputs = TestMatrix.Rows(random, 20, columns);
            using var outputs = TestMatrix.Rows(random, 20, width);
            float[][]? expected = null;
            foreach (var vectors in Tests.Widths.Vectors)
            {
                var kernels = DecoderKernels.For(vectors);
                foreach (var count in new[] { 20, 1, 2, 3, 5, 7, 8, 13 })
                {
                    var product = matrix.Product(inputs, outputs, count, ProductKind.Store, false, true);
                    kernels.Multiply(product, 0, matrix.Layout.Tiles);
                    var values = TestMatrix.Values(outputs, count, width);
                    expected ??= values;
                    for (var i = 0; i < count; i++)
                        Assert.Equal(expected[i], values[i]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Norms_are_those_of_plain_loops(string width)
    {
        var kernels = DecoderKernels.For(Enum.Parse<VectorWidth>(width));
        var random = new Random(13);
        for (var size = 1; size < 130; size++)
        {
            using var rows = TestMatrix.Rows(random, 3, size);
            var (x, weight) = (TestMatrix.Values(rows, 1, size)[0], TestMatrix.Values(rows, 2, size)[1]);
            kernels.Normalize(rows.Rows[0], rows.Rows[1], rows.Rows[2], size, 0.03f);

            var scale = 1 / Math.Sqrt(x.Sum(static a => (double)a * a) / size + 0.03);
            for (var i = 0; i < size; i++)
                AssertNear(x[i] * scale * weight[i], rows.Rows[2][i]);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rotations_are_those_of_complex_numbers(string width)
    {
        var kernels = DecoderKernels.For(Enum.Parse<VectorWidth>(width));
        var random = new Random(14);
        for (var trial = 0; trial < 100; trial++)
        {
            var half = trial % 3 == 0 ? 16 * random.Next(1, 4) : random.Next(1, 40);
            var shape = new RotaryShape(2 * half + (trial % 2 == 0 ? 16 : random.Next(9)), 2 * half, trial % 5 == 0);
            using var rows = TestMatrix.Rows(random, 3, shape.Width);
            var head = TestMatrix.Values(rows, 1, shape.Width)[0];
            var angles = new double[half];
            for (var i = 0; i < half; i++)
            {
                angles[i] = random.NextDouble() * 7;
                rows.Rows[1][i] = (float)Math.Cos(angles[i]);
                rows.Rows[2][i] = (float)Math.Sin(angles[i]);
            }

            kernels.Rotate(rows.Rows[0], rows.Rows[1], rows.Rows[2], shape, 0.7f);

            for (var i = 0; i < half; i++)
            {
                var (a, b) = shape.Interleaved ? (2 * i, 2 * i + 1) : (i, i + half);
                var turned = new System.Numerics.Complex(head[a], head[b]) * System.Numerics.Complex.FromPolarCoordinates(0.7, angles[i]);
                AssertNear(turned.Real, rows.Rows[0][a]);
                AssertNear(turned.Imaginary, rows.Rows[0][b]);
            }

            for (var i = shape.Rotated; i < shape.Width; i++)
                AssertNear(0.7 * head[i], rows.Rows[0][i]);
        }
    }

    private static void AssertNear(double expected, float actual, double slack = 0)
    {
        slack += 2e-5 * (1 + Math.Abs(expected));
        Assert.InRange(actual, expected - slack, expected + slack);
    }
}
