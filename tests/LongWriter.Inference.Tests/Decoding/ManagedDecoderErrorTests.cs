namespace LongWriter.Tests;

public class ManagedDecoderErrorTests
{
    private const int Vocabulary = PublishedModels.Vocabulary;

    [Fact]
    public void A_token_outside_the_vocabulary_is_refused_before_anything_changes()
    {
        using var decoder = Load();
        using var first = decoder.CreateSequence();
        using var second = decoder.CreateSequence();
        foreach (var token in new[] { -1, Vocabulary, int.MinValue, int.MaxValue })
        {
            var exception = Assert.Throws<LongWriterException>(() => decoder.Forward(
                [new(first, new[] { 1, 2 }, LogitRows.Last), new(second, new[] { 3, token }, LogitRows.Last)], new float[2 * Vocabulary]));
            Assert.Equal(LongWriterError.InvalidRequest, exception.Error);
            Assert.Contains(token.ToString(), exception.Message);
        }

        Assert.Equal((0, 0), (first.Length, second.Length));
    }

    [Fact]
    public void A_text_longer_than_the_context_is_refused_before_anything_changes()
    {
        using var decoder = Load();
        using var sequence = decoder.CreateSequence();
        decoder.Forward([new(sequence, new int[512], LogitRows.None)], []);

        var exception = Assert.Throws<LongWriterException>(() => decoder.Forward([new(sequence, new int[1], LogitRows.None)], []));

        Assert.Equal(LongWriterError.ContextOverflow, exception.Error);
        Assert.Contains("512", exception.Message);
        Assert.Equal(512, sequence.Length);
        using var other = decoder.CreateSequence();
        Assert.Throws<LongWriterException>(() => decoder.Forward([new(other, new int[513], LogitRows.None)], []));
        Assert.Equal((0, 0L), (other.Length, other.Bytes));
    }

    [Fact]
    public void A_wrong_batch_is_a_programming_mistake()
    {
        using var decoder = Load();
        using var stranger = Load();
        using var sequence = decoder.CreateSequence();
        using var foreign = stranger.CreateSequence();
        var logits = new float[Vocabulary];

        Assert.Throws<ArgumentNullException>(() => decoder.Forward(null!, logits));
        Assert.Throws<ArgumentException>(() => decoder.Forward([], logits));
        Assert.Throws<ArgumentException>(() => decoder.Forward([new(sequence, default, LogitRows.None)], logits));
        Assert.Throws<ArgumentException>(() => decoder.Forward([new(foreign, new int[1], LogitRows.None)], logits));
        Assert.Throws<ArgumentException>(() => decoder.Forward([new(sequence, new int[1], LogitRows.None), new(sequence, new int[1], LogitRows.None)], logits));
        Assert.Throws<ArgumentException>(() => decoder.Forward([new(sequence, new int[2], LogitRows.All)], logits));
        Assert.Equal(0, sequence.Length);

        decoder.Forward([new(sequence, new int[1], LogitRows.Last)], logits);
        Assert.Equal(1, sequence.Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_sequence_is_not_cut_to_a_length_that_it_does_not_have(int length)
    {
        using var decoder = Load();
        using var sequence = decoder.CreateSequence();
        decoder.Forward([new(sequence, new int[3], LogitRows.None)], []);

        Assert.Throws<ArgumentOutOfRangeException>(() => sequence.Truncate(length));
        Assert.Equal(3, sequence.Length);
    }

    [Fact]
    public void A_disposed_decoder_does_nothing_more()
    {
        var decoder = Load();
        var sequence = decoder.CreateSequence();
        sequence.Dispose();
        decoder.Dispose();
        decoder.Dispose();

        Assert.Throws<ObjectDisposedException>(() => decoder.CreateSequence());
        Assert.Throws<ObjectDisposedException>(() => decoder.Forward([new(sequence, new int[1], LogitRows.None)], []));
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        var weights = new PublishedWeights(PublishedModels.Create("llama"));

        Assert.Throws<ArgumentNullException>(() => ManagedDecoder.Load(null!));
        Assert.Contains("Threads", Assert.Throws<ArgumentOutOfRangeException>(() => ManagedDecoder.Load(weights, new() { Threads = 0 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => ManagedDecoder.Load(weights, new() { Weights = (WeightFormat)9 }));
    }

    [Fact]
    public void An_unusable_tensor_fails_the_loading_with_its_own_error()
    {
        var exception = Assert.Throws<LongWriterException>(() => ManagedDecoder.Load(new BrokenWeights()));

        Assert.Equal(LongWriterError.InvalidModel, exception.Error);
        Assert.Contains("model.layers.1.mlp.down_proj.weight", exception.Message);
    }

    [Fact]
    public void Loading_can_be_cancelled() =>
        Assert.ThrowsAny<OperationCanceledException>(() => ManagedDecoder.Load(new PublishedWeights(PublishedModels.Create("llama")), cancellationToken: new(true)));

    private static ManagedDecoder Load() => ManagedDecoder.Load(new PublishedWeights(PublishedModels.Create("llama")), new() { Threads = 2 });

    private sealed class BrokenWeights() : ModelWeights(new PublishedWeights(PublishedModels.Create("llama")).Config)
    {
        public override StoredFormat FormatOf(string name) => StoredFormat.Float32;

        public override void Read(ModelTensor tensor, int firstRow, Span<float> destination) => destination.Fill(0.01f);

        public override void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination)
        {
            if (tensor.Name == "model.layers.1.mlp.down_proj.weight" && firstRow >= 32)
                throw new LongWriterException(LongWriterError.InvalidModel, $"{tensor.Name}: not usable.");
        }

        public override void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales)
        {
        }
    }
}
