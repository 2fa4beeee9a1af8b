namespace LongWriter.Tests;

/// <summary>A random tiled matrix and, beside it, its numbers as plain arrays.</summary>
internal sealed unsafe class TestMatrix : IDisposable
{
    private readonly double[,] _values;
    private readonly NativeBuffer _data;
    private readonly NativeBuffer _bias;
    private readonly RowBuffer _quantized;

    public TestMatrix(Random random, WeightFormat format, int rows, int columns)
    {
        Layout = new(format, rows, columns);
        _values = new double[rows, columns];
        _quantized = new(20, QuantizedRow.Words(columns));
        (_data, _bias) = (new(Layout.Bytes), new(Layout.Tiles * 16 * sizeof(float)));
        for (var i = 0; i < rows; i++)
            ((float*)_bias.Data)[i] = (float)(random.NextDouble() - 0.5);

        for (var row = 0; row < rows; row++)
        {
            var (tile, lane) = (row / 16, row % 16);
            for (var group = 0; format == WeightFormat.Int8 && group < columns / 32; group++)
                ((Half*)(_data.Data + Layout.ScaleOffset(tile, group)))[lane] = (Half)((random.NextDouble() - 0.5) * Math.Pow(2, -random.Next(7, 24)));

            for (var column = 0; column < columns; column++)
            {
                var place = _data.Data + Layout.Offset(row, column);
                switch (format)
                {
                    case WeightFormat.Float32:
                        _values[row, column] = *(float*)place = (float)(random.NextDouble() - 0.5);
                        break;
                    case WeightFormat.BFloat16:
                        var bits = PlainQuantizer.BFloat16((float)(random.NextDouble() - 0.5));
                        *(ushort*)place = bits;
                        _values[row, column] = BitConverter.UInt32BitsToSingle((uint)bits << 16);
                        break;
                    default:
                        var quant = (sbyte)random.Next(-128, 128);
                        *(sbyte*)place = quant;
                        _values[row, column] = quant * (double)((Half*)(_data.Data + Layout.ScaleOffset(tile, column / 32)))[lane];
                        break;
                }
            }
        }
    }

    public TileLayout Layout { get; }

    public double Dot(int row, float* input, bool biased)
    {
        var sum = biased ? ((float*)_bias.Data)[row] : 0.0;
        for (var i = 0; i < _values.GetLength(1); i++)
            sum += _values[row, i] * input[i];

        return sum;
    }

    /// <summary>How far a product may be off because 8-bit weights take their inputs as 16-bit numbers: each by half a step of its group of 32.</summary>
    public double Slack(int row, float* input)
    {
        var slack = 0.0;
        for (var i = 0; Layout.Format == WeightFormat.Int8 && i < _values.GetLength(1); i++)
            slack += Math.Abs(_values[row, i]) * new ReadOnlySpan<float>(input + i / 32 * 32, 32).ToArray().Max(Math.Abs) / 65_534;

        return slack;
    }

    public TileProduct Product(RowBuffer inputs, RowBuffer outputs, int count, ProductKind kind, bool exact, bool biased) => new()
    {
        Layout = Layout,
        Data = _data.Data,
        Inputs = inputs.Rows,
        Quantized = _quantized.Rows,
        Outputs = outputs.Rows,
        Count = count,
        Bias = biased ? (float*)_bias.Data : null,
        Kind = kind,
        Exact = exact,
    };

    public static RowBuffer Rows(Random random, int count, int width)
    {
        var rows = new RowBuffer(count, width);
        for (var i = 0; i < count; i++)
            for (var j = 0; j < width; j++)
                rows.Rows[i][j] = (float)(2 * random.NextDouble() - 1);

        return rows;
    }

    public static float[][] Values(RowBuffer rows, int count, int width)
    {
        var values = new float[count][];
        for (var i = 0; i < count; i++)
            values[i] = new ReadOnlySpan<float>(rows.Rows[i], width).ToArray();

        return values;
    }

    public void Dispose()
    {
        _data.Dispose();
        _bias.Dispose();
        _quantized.Dispose();
    }
}
