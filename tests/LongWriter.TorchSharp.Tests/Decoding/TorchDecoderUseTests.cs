using TorchSharp;

namespace LongWriter.Tests.TorchSharp;

/// <summary>What callers may do wrong, and what a decoder holds.</summary>
public class TorchDecoderUseTests
{
    [Fact]
    public void A_chunk_beyond_the_context_changes_nothing()
    {
        using var decoder = Decoders.Create("llama");
        using var sequence = decoder.CreateSequence();
        using var other = decoder.CreateSequence();
        decoder.Append(sequence, PublishedModels.Tokens(500));

        var error = Assert.Throws<LongWriterException>(() => decoder.Forward([new(other, new[] { 1 }, LogitRows.None), new(sequence, PublishedModels.Tokens(13), LogitRows.None)], []));

        Assert.Equal(LongWriterError.ContextOverflow, error.Error);
        Assert.Contains("512", error.Message);
        Assert.Equal((500, 0), (sequence.Length, other.Length));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(PublishedModels.Vocabulary)]
    [InlineData(int.MaxValue)]
    public void A_token_outside_the_vocabulary_changes_nothing(int token)
    {
        using var decoder = Decoders.Create("llama");
        using var sequence = decoder.CreateSequence();

        var error = Assert.Throws<LongWriterException>(() => decoder.Append(sequence, 1, token));

        Assert.Equal(LongWriterError.InvalidRequest, error.Error);
        Assert.Equal(0, sequence.Length);
    }

    [Fact]
    public void Programming_mistakes_are_told()
    {
        using var decoder = Decoders.Create("llama");
        using var stranger = Decoders.Create("llama");
        using var sequence = decoder.CreateSequence();
        using var foreign = stranger.CreateSequence();
        var gone = decoder.CreateSequence();
        gone.Dispose();
        SequenceChunk One(IDecoderSequence s) => new(s, new[] { 1 }, LogitRows.None);

        Assert.Throws<ArgumentException>(() => decoder.Forward([], []));
        Assert.Throws<ArgumentException>(() => decoder.Forward([One(foreign)], []));
        Assert.Throws<ArgumentException>(() => decoder.Forward([One(sequence), One(sequence)], []));
        Assert.Throws<ArgumentException>(() => decoder.Forward([new(sequence, Array.Empty<int>(), LogitRows.None)], []));
        Assert.Throws<ArgumentException>(() => decoder.Forward([new(sequence, new[] { 1 }, LogitRows.Last)], new float[PublishedModels.Vocabulary - 1]));
        Assert.Throws<ObjectDisposedException>(() => decoder.Forward([One(gone)], []));
        Assert.Throws<ObjectDisposedException>(() => gone.Fork());
        Assert.Equal(0, sequence.Length);
    }

    [Theory]
    [InlineData("gpu", LongWriterError.InvalidRequest)]
    [InlineData("cuda:x", LongWriterError.InvalidRequest)]
    [InlineData("cpu:1", LongWriterError.InvalidRequest)]
    [InlineData("cuda:99", LongWriterError.BackendUnavailable)]
    public void A_device_that_is_not_there_is_told(string device, LongWriterError expected)
    {
        using var weights = new PublishedWeights(PublishedModels.Create("llama"));

        var error = Assert.Throws<LongWriterException>(() => new TorchDecoder(weights, new() { Device = device }));

        Assert.Equal(expected, error.Error);
        Assert.Contains(device, error.Message);
    }

    [Theory]
    [InlineData(WeightFormat.Float32, 4)]
    [InlineData(WeightFormat.BFloat16, 2)]
    public void Info_says_what_the_matrices_take(WeightFormat format, int size)
    {
        using var tied = Decoders.Create("llama-tied", format);
        using var untied = Decoders.Create("llama", format);

        // 64 wide, 6 and 2 heads of 32, 160 within, 3 layers, 96 tokens.
        long layers = 3 * ((64 * (192 + 64 + 64)) + (192 * 64) + (3 * 64 * 160)), table = 96 * 64;
        Assert.Equal((layers + table) * size, tied.Info.WeightBytes);
        Assert.Equal((layers + (2 * table)) * size, untied.Info.WeightBytes);
        Assert.Equal((layers + table + 64) * size, tied.Info.BytesReadPerToken);
        Assert.Equal((layers + table + 64) * size, untied.Info.BytesReadPerToken);
        Assert.Equal(3 * 2 * 64 * size, tied.Info.KeyValueBytesPerToken);
    }

    [Fact]
    public void Int8_takes_a_byte_a_weight_and_a_scale_a_row()
    {
        using var decoder = Decoders.Create("llama-tied", WeightFormat.Int8);

        long weights = (3 * ((64 * (192 + 64 + 64)) + (192 * 64) + (3 * 64 * 160))) + (96 * 64), rows = (3 * (320 + 64 + 320 + 64)) + 96;
        Assert.Equal(weights + (2 * rows), decoder.Info.WeightBytes);
    }

    [Theory]
    [InlineData(WeightFormat.Float32)]
    [InlineData(WeightFormat.BFloat16)]
    [InlineData(WeightFormat.Int8)]
    public void Steps_leave_no_tensor_behind(WeightFormat format)
    {
        using var decoder = Decoders.Create("mistral", format);
        // An app's own scope round everything must not take the decoder's tensors with it.
        using (torch.NewDisposeScope())
        {
            for (var round = 0; round < 3; round++)
                Work(decoder);
        }

        var before = DisposeScopeManager.Statistics.DetachedFromScopeCount + DisposeScopeManager.Statistics.CreatedOutsideScopeCount;
        var alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var round = 0; round < 30; round++)
            Work(decoder);

        Assert.Equal(alive, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(DisposeScopeManager.Statistics.DetachedFromScopeCount + DisposeScopeManager.Statistics.CreatedOutsideScopeCount > before, "Nothing was counted.");
    }

    private static void Work(TorchDecoder decoder)
    {
        using var sequence = decoder.CreateSequence();
        using var other = decoder.CreateSequence();
        decoder.Append(sequence, PublishedModels.Tokens(60));
        using var fork = sequence.Fork();
        for (var i = 0; i < 8; i++)
            decoder.Forward([new(sequence, new[] { i }, LogitRows.Last), new(fork, new[] { i, i }, LogitRows.All), new(other, new[] { i }, LogitRows.None)], new float[3 * PublishedModels.Vocabulary]);
    }
}
