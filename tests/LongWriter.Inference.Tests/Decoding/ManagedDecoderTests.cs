namespace LongWriter.Tests;

public class ManagedDecoderTests
{
    public static TheoryData<string> Families => [.. PublishedModels.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_family_gives_the_logits_of_its_definition_on_every_register_width(string family)
    {
        var model = PublishedModels.Create(family);
        var ids = PublishedModels.Tokens(70);
        var exact = new PlainModel(model).Logits(ids);

        foreach (var width in Widths.Vectors)
            AssertClose(model, ids, exact, width, threads: 2);
    }

    [Theory]
    [InlineData("llama-biased")]
    [InlineData("glm")]
    public void The_scalar_reference_gives_the_logits_of_the_definition(string family)
    {
        var model = PublishedModels.Create(family);
        var ids = PublishedModels.Tokens(20);

        AssertClose(model, ids, new PlainModel(model).Logits(ids), VectorWidth.Scalar, threads: 2);
    }

    [Theory]
    [InlineData(37, 45, 5, 5, 6, 83, true)]
    [InlineData(30, 33, 4, 1, 10, 17, false)]
    [InlineData(65, 31, 7, 7, 22, 131, true)]
    [InlineData(16, 130, 40, 1, 8, 33, false)]
    public void Sizes_that_fill_no_register_give_the_logits_of_the_definition(int hidden, int inner, int heads, int keyValueHeads, int headDimension, int vocabulary, bool biased)
    {
        var model = OddModels.Create(hidden, inner, 2, heads, keyValueHeads, headDimension, vocabulary, biased);
        var ids = PublishedModels.Tokens(70).Select(id => id % vocabulary).ToArray();
        var exact = new PlainModel(model).Logits(ids);

        foreach (var width in Widths.All)
            AssertClose(model, ids, exact, width, threads: 3);
    }

    [Fact]
    public void A_long_text_gives_the_logits_of_the_definition()
    {
        var model = PublishedModels.Create("llama-3.1");
        var ids = PublishedModels.Tokens(200);

        AssertClose(model, ids, new PlainModel(model).Logits(ids), VectorWidth.Auto, threads: 2);
    }

    [Theory]
    [InlineData(WeightFormat.BFloat16, 0.02)]
    [InlineData(WeightFormat.Int8, 0.05)]
    public void Smaller_weights_err_little_and_not_nothing(WeightFormat format, double bound)
    {
        foreach (var family in new[] { "llama", "qwen2", "glm" })
        {
            var model = PublishedModels.Create(family);
            var ids = PublishedModels.Tokens(40);
            var exact = new PlainModel(model).Logits(ids);
            using var decoder = ManagedDecoder.Load(new PublishedWeights(model), new() { Weights = format, Threads = 2 });

            var error = Run(decoder, ids).Select((logits, i) => LogitError.Relative(logits, exact[i])).Average();

            Assert.InRange(error, 1e-4, bound);
        }
    }

    [Fact]
    public void Of_the_error_of_8_bit_weights_hardly_any_is_the_activations()
    {
        var model = PublishedModels.Create("llama");
        var ids = PublishedModels.Tokens(70);
        var unrounded = new PlainModel(model).Logits(ids);
        foreach (var (name, tensor) in model.Tensors.Where(static tensor => tensor.Value.Shape.Length == 2))
        {
            var (quants, scales) = (new sbyte[tensor.Values.Length], new float[tensor.Values.Length / 32]);
            PlainQuantizer.Int8(tensor.Values, quants, scales);
            for (var i = 0; i < quants.Length; i++)
                tensor.Values[i] = quants[i] * scales[i / 32];
        }

        // Weights that are 8 bit already lose nothing, so what is left is the 16-bit activations.
        var rounded = new PlainModel(model).Logits(ids);
        var ofWeights = Enumerable.Range(0, ids.Length).Max(i => LogitError.Relative([.. rounded[i].Select(static x => (float)x)], unrounded[i]));
        foreach (var width in Widths.All)
        {
            using var decoder = ManagedDecoder.Load(new PublishedWeights(model), new() { Weights = WeightFormat.Int8, KeyValues = KeyValueFormat.Float32, Threads = 2, Vectors = width });
            var logits = Run(decoder, ids);
            var ofActivations = Enumerable.Range(0, ids.Length).Max(i => LogitError.Relative(logits[i], rounded[i]));
            Assert.True(ofActivations < ofWeights / 20, $"{width}: {ofActivations:E1} of the activations, {ofWeights:E1} of the weights");
        }
    }

    [Fact]
    public void A_matrix_that_does_not_divide_into_groups_stays_16_bit()
    {
        var model = OddModels.Create(48, 96, 2, 4, 2, 12, 50);
        var ids = PublishedModels.Tokens(20).Select(static id => id % 50).ToArray();
        var exact = new PlainModel(model).Logits(ids);
        using var decoder = ManagedDecoder.Load(new PublishedWeights(model), new() { Weights = WeightFormat.Int8, Threads = 1 });
        using var half = ManagedDecoder.Load(new PublishedWeights(model), new() { Threads = 1 });

        Assert.InRange(LogitError.Relative(Run(decoder, ids)[^1], exact[^1]), 1e-4, 0.05);
        // Only the down projections, of 96 columns, are 8 bit: 2 layers of 64 rows (48 and padding), 2 against 1.0625 bytes a weight.
        Assert.Equal(2 * 64 * 96 * 15 / 16, half.Info.WeightBytes - decoder.Info.WeightBytes);
    }

    [Fact]
    public void A_tied_head_is_held_once_and_read_whole()
    {
        var tied = ManagedDecoder.Load(new PublishedWeights(PublishedModels.Create("llama-tied")), new() { Threads = 1 });
        var own = ManagedDecoder.Load(new PublishedWeights(PublishedModels.Create("llama")), new() { Threads = 1 });

        const int Embedding = 96 * 64 * 2;
        Assert.Equal(Embedding, own.Info.WeightBytes - tied.Info.WeightBytes);
        // Of an embedding of its own, one row is read beside the head.
        Assert.Equal(64 * 2, own.Info.BytesReadPerToken - tied.Info.BytesReadPerToken);
        tied.Dispose();
        own.Dispose();
    }

    [Fact]
    public void What_a_decoder_says_of_itself_follows_from_the_shape()
    {
        using var decoder = ManagedDecoder.Load(new PublishedWeights(PublishedModels.Create("llama")), new() { Threads = 2, Weights = WeightFormat.Float32 });

        Assert.Equal(("managed", WeightFormat.Float32, 2), (decoder.Info.Name, decoder.Info.Weights, decoder.Info.Threads));
        // 3 layers, keys and values, 2 heads of 32 numbers; 4 bytes beside fp32 weights, where they are the measure.
        Assert.Equal(3 * 2 * 2 * 32 * 4, decoder.Info.KeyValueBytesPerToken);
        // Query, key and value 192 + 2 · 64 rows, output 64 x 192, gate, up and down 160; the head 96 x 64 and one row of the embedding.
        Assert.Equal(4 * (3 * (64 * (192 + 128) + 64 * 192 + 3 * 64 * 160) + 96 * 64 + 64), decoder.Info.BytesReadPerToken);
    }

    private static void AssertClose(PublishedModel model, int[] ids, double[][] exact, VectorWidth width, int threads)
    {
        using var decoder = ManagedDecoder.Load(
            new PublishedWeights(model),
            new() { Weights = WeightFormat.Float32, KeyValues = KeyValueFormat.Float32, Threads = threads, Vectors = width });
        var logits = Run(decoder, ids);
        for (var i = 0; i < ids.Length; i++)
            Assert.InRange(LogitError.Relative(logits[i], exact[i]), 0, 2e-5);
    }

    private static float[][] Run(ManagedDecoder decoder, int[] ids)
    {
        using var sequence = decoder.CreateSequence();
        var logits = new float[ids.Length * decoder.Config.VocabularySize];
        decoder.Forward([new(sequence, ids, LogitRows.All)], logits);
        return [.. logits.Chunk(decoder.Config.VocabularySize)];
    }
}
