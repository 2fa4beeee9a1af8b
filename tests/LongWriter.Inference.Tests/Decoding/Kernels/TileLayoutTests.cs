namespace LongWriter.Tests;

public unsafe class TileLayoutTests
{
    [Theory]
    [InlineData(WeightFormat.Float32, 1, 1)]
    [InlineData(WeightFormat.Float32, 70, 33)]
    [InlineData(WeightFormat.BFloat16, 33, 7)]
    [InlineData(WeightFormat.BFloat16, 128, 64)]
    [InlineData(WeightFormat.Int8, 96, 64)]
    [InlineData(WeightFormat.Int8, 17, 96)]
    public void Every_number_has_a_place_of_its_own(WeightFormat format, int rows, int columns)
    {
        var layout = new TileLayout(format, rows, columns);
        var size = format switch { WeightFormat.Float32 => 4, WeightFormat.BFloat16 => 2, _ => 1 };
        var taken = new bool[layout.Bytes];
        for (var tile = 0; tile < layout.Tiles; tile++)
        {
            for (var row = 16 * tile; row < 16 * tile + 16; row++)
                for (var column = 0; column < layout.Columns; column++)
                    Take(layout.Offset(row, column), size);
            for (var group = 0; format == WeightFormat.Int8 && group < columns / 32; group++)
                Take(layout.ScaleOffset(tile, group), 2 * 16);
        }

        Assert.DoesNotContain(false, taken);

        void Take(long offset, int bytes)
        {
            for (var i = offset; i < offset + bytes; i++)
            {
                Assert.False(taken[i]);
                taken[i] = true;
            }
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(100, 1)]
    [InlineData(700, 4)]
    [InlineData(64, 7)]
    public void Threads_share_all_panels_out(int rows, int members)
    {
        var layout = new TileLayout(WeightFormat.BFloat16, rows, 8);
        var next = 0;
        for (var member = 0; member < members; member++)
        {
            var (first, end) = layout.Share(member, members);
            Assert.Equal(next, first);
            Assert.True(end % 2 == 0 && (end - first) / 2 <= layout.Panels / members + 1);
            next = end;
        }

        Assert.Equal(layout.Tiles, next);
    }

    [Fact]
    public void Groups_of_32_need_columns_that_divide() => Assert.Throws<ArgumentException>(() => new TileLayout(WeightFormat.Int8, 16, 48));

    [Theory]
    [InlineData(WeightFormat.Float32)]
    [InlineData(WeightFormat.BFloat16)]
    public void What_is_written_by_row_or_column_is_read_back(WeightFormat format)
    {
        foreach (var (rows, columns) in new[] { (1, 1), (5, 3), (64, 24), (80, 64), (33, 11) })
        {
            var layout = new TileLayout(format, rows, columns);
            using var buffer = new NativeBuffer(layout.Bytes);
            var values = new float[rows + 1, columns + 1];
            for (var r = 0; r < rows; r++)
                for (var c = 0; c < columns; c++)
                    values[r, c] = 1 + r + c / 64f;

            fixed (float* line = new float[Math.Max(rows, columns)])
            {
                for (var r = 0; r < rows / 2; r++)
                {
                    for (var c = 0; c < columns; c++)
                        line[c] = values[r, c];
                    TileElements.WriteRow(layout, buffer.Data, r, line, columns);
                }

                for (var c = 0; c < columns; c++)
                {
                    for (var r = 0; r < rows; r++)
                        line[r] = values[r, c];
                    TileElements.WriteColumn(layout, buffer.Data, c, line, rows);
                }
            }

            fixed (float* read = new float[layout.Columns])
            {
                for (var r = 0; r < rows; r++)
                {
                    TileElements.ReadRow(layout, buffer.Data, r, read);
                    for (var c = 0; c < columns; c++)
                    {
                        var expected = format == WeightFormat.Float32 ? values[r, c] : BitConverter.UInt32BitsToSingle((uint)PlainQuantizer.BFloat16(values[r, c]) << 16);
                        Assert.Equal(expected, read[c]);
                        Assert.Equal(expected, TileElements.Get(layout, buffer.Data, r, c));
                    }
                }
            }
        }
    }

    [Fact]
    public void Rounding_to_16_bit_is_to_nearest_even_and_keeps_NaN()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (float.IsFinite(value))
                Assert.Equal(PlainQuantizer.BFloat16(value), BFloat16.FromSingle(value));
        }

        Assert.True(float.IsNaN(BFloat16.ToSingle(BFloat16.FromSingle(float.NaN))));
        Assert.True(float.IsNaN(BFloat16.ToSingle(BFloat16.FromSingle(BitConverter.UInt32BitsToSingle(0x7F800001)))));
        Assert.Equal(float.PositiveInfinity, BFloat16.ToSingle(BFloat16.FromSingle(float.MaxValue)));
    }
}
