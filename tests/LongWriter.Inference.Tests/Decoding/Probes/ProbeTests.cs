namespace LongWriter.Tests;

public unsafe class ProbeTests
{
    [Fact]
    public void Rates_are_the_work_over_the_time_of_the_quickest_round()
    {
        // Rounds of 9 (not counted), 4, 2 and 3 seconds.
        using var memory = new MemoryBandwidth(1 << 20, 2, new Ticks(9, 4, 2, 3));
        Assert.Equal((1 << 20) / 2.0, memory.Measure(3));
        Assert.Equal(2.0 * 64 * 64 * 64 / 2, MatrixRate.Measure(WeightFormat.BFloat16, 64, 2, 3, new Ticks(9, 4, 2, 3)));
    }

    [Fact]
    public void Every_byte_is_read()
    {
        using var buffer = new NativeBuffer(2048);
        var clean = MemoryBandwidth.Sum(buffer.Data, 2048, 0);
        for (var i = 0; i < 2048; i++)
        {
            buffer.Data[i] = 1;
            Assert.NotEqual(clean, MemoryBandwidth.Sum(buffer.Data, 2048, 0));
            Assert.NotEqual(clean, MemoryBandwidth.Sum(buffer.Data, 2048, 512));
            buffer.Data[i] = 0;
        }
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1 << 20, 0, 1)]
    [InlineData(1 << 20, 1, 0)]
    public void Nothing_cannot_be_measured(int bytes, int threads, int rounds) => Assert.Throws<ArgumentOutOfRangeException>(() =>
    {
        using var memory = new MemoryBandwidth(bytes, threads, TimeProvider.System);
        return memory.Measure(rounds);
    });

    /// <summary>A clock on which each round takes what it is told.</summary>
    private sealed class Ticks(params int[] seconds) : TimeProvider
    {
        private int _reads;
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _reads++ % 2 == 0 ? _now : _now += seconds[_reads / 2 - 1];
    }
}
