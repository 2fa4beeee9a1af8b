namespace LongWriter.Tests.TorchSharp;

/// <summary>Logits against the oracle, and the same text on every way through the cache.</summary>
public class TorchDecoderTests
{
    private const int Vocabulary = PublishedModels.Vocabulary;

    public static TheoryData<string> Families => [.. PublishedModels.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public void Logits_are_those_of_the_plain_model(string family)
    {
        var model = PublishedModels.Create(family);
        var ids = PublishedModels.Tokens(150);
        using var decoder = Decoders.Create(model);
        using var sequence = decoder.CreateSequence();

        var logits = decoder.Append(sequence, ids);

        Decoders.Near(new PlainModel(model).Logits(ids), logits);
        Assert.Equal(150, sequence.Length);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Chunks_and_single_tokens_give_what_the_whole_text_gives(string family)
    {
        var model = PublishedModels.Create(family);
        var ids = PublishedModels.Tokens(40);
        var exact = new PlainModel(model).Logits(ids);
        using var decoder = Decoders.Create(model);
        using var sequence = decoder.CreateSequence();

        var logits = new List<float[]>();
        foreach (var (start, end) in new[] { (0, 5), (5, 6), (6, 18), (18, 37), (37, 38), (38, 39), (39, 40) })
            logits.AddRange(decoder.Append(sequence, ids[start..end]));

        Decoders.Near(exact, logits);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_ragged_batch_gives_each_sequence_what_it_gets_alone(string family)
    {
        var model = PublishedModels.Create(family);
        using var decoder = Decoders.Create(model);
        int[][] texts = [PublishedModels.Tokens(9, 1), PublishedModels.Tokens(23, 2), PublishedModels.Tokens(12, 3), PublishedModels.Tokens(4, 4)];
        var exact = texts.Select(text => new PlainModel(model).Logits(text)).ToArray();
        using IDecoderSequence a = decoder.CreateSequence(), b = decoder.CreateSequence(), c = decoder.CreateSequence(), d = decoder.CreateSequence();
        decoder.Append(b, texts[1].AsSpan(0, 15));
        decoder.Append(c, texts[2].AsSpan(0, 11));
        var logits = new float[(9 + 1 + 1) * Vocabulary];

        decoder.Forward([new(a, texts[0], LogitRows.All), new(b, texts[1].AsMemory(15), LogitRows.Last), new(c, texts[2].AsMemory(11), LogitRows.All), new(d, texts[3], LogitRows.None)], logits);

        Decoders.Near([.. exact[0], exact[1][22], exact[2][11]], Decoders.Rows(logits, Vocabulary));
        Assert.Equal([9, 23, 12, 4], new[] { a, b, c, d }.Select(s => s.Length));
    }

    [Theory]
    [InlineData("llama-3.1")]
    [InlineData("mistral")]
    public void Forks_go_their_own_ways(string family)
    {
        var model = PublishedModels.Create(family);
        var plain = new PlainModel(model);
        using var decoder = Decoders.Create(model);
        var start = PublishedModels.Tokens(20);
        var first = decoder.CreateSequence();
        decoder.Append(first, start);
        using var second = first.Fork();
        using var third = second.Fork();

        var logits = (decoder.Append(first, 1, 2, 3), decoder.Append(second, 4, 5, 6));
        first.Dispose();

        Decoders.Near(plain.Logits([.. start, 1, 2, 3])[20..], logits.Item1);
        Decoders.Near(plain.Logits([.. start, 4, 5, 6])[20..], logits.Item2);
        Decoders.Near(plain.Logits([.. start, 7])[20..], decoder.Append(third, 7));
    }

    [Fact]
    public void A_text_cut_back_and_written_on_equals_a_fresh_one()
    {
        var model = PublishedModels.Create("qwen3");
        var (ids, other) = (PublishedModels.Tokens(30), PublishedModels.Tokens(30, 9));
        using var decoder = Decoders.Create(model);
        using var sequence = decoder.CreateSequence();
        decoder.Append(sequence, ids);
        using var fork = sequence.Fork();

        sequence.Truncate(12);
        fork.Truncate(0);

        int[] text = [.. ids[..12], .. other[12..]];
        Decoders.Near(new PlainModel(model).Logits(text)[12..], decoder.Append(sequence, other.AsSpan(12)));
        Decoders.Near(new PlainModel(model).Logits(other), decoder.Append(fork, other));
        Assert.Throws<ArgumentOutOfRangeException>(() => sequence.Truncate(31));
    }

    [Fact]
    public void A_text_that_grows_token_by_token_to_the_whole_context_stays_right()
    {
        var model = PublishedModels.Create("qwen2");
        using var weights = new PublishedWeights(model);
        using var small = new Context(weights, 150);
        var ids = PublishedModels.Tokens(150);
        using var decoder = new TorchDecoder(small, new() { Weights = WeightFormat.Float32 });
        using var sequence = decoder.CreateSequence();

        var logits = ids.Select(id => decoder.Append(sequence, id)[0]).ToArray();

        Decoders.Near(new PlainModel(model).Logits(ids), logits);
        Assert.Equal(150 * decoder.Info.KeyValueBytesPerToken, sequence.Bytes);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("mistral")]
    public void A_prompt_longer_than_a_step_is_taken_in_several(string family)
    {
        var model = PublishedModels.Create(family);
        using var weights = new PublishedWeights(model);
        using var wide = new Context(weights, 2_100);
        using var decoder = new TorchDecoder(wide, new() { Weights = WeightFormat.Float32 });
        var ids = PublishedModels.Tokens(2_050);
        using IDecoderSequence whole = decoder.CreateSequence(), parts = decoder.CreateSequence(), small = decoder.CreateSequence();
        var logits = new float[(1 + 5) * Vocabulary];

        decoder.Forward([new(whole, ids, LogitRows.Last), new(small, ids.AsMemory(0, 5), LogitRows.All)], logits);

        var pieces = new List<float[]>();
        foreach (var part in ids.Chunk(100))
            pieces.AddRange(decoder.Append(parts, part));
        Decoders.Near([pieces[^1], .. pieces[..5]], Decoders.Rows(logits, Vocabulary));
    }

    public static TheoryData<string, WeightFormat> Small
    {
        get
        {
            var data = new TheoryData<string, WeightFormat>();
            foreach (var family in PublishedModels.Names)
            {
                data.Add(family, WeightFormat.BFloat16);
                data.Add(family, WeightFormat.Int8);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Smaller_weights_are_those_of_the_model_rounded_and_the_rest_is_arithmetic(string family, WeightFormat format)
    {
        var model = PublishedModels.Create(family);
        var ids = PublishedModels.Tokens(40);
        var rounded = new PlainModel(model with { Tensors = model.Tensors.ToDictionary(static t => t.Key, t => t.Value.Shape.Length == 1 ? t.Value : Round(t.Value, format)) }).Logits(ids);
        using var decoder = Decoders.Create(model, format);
        using var sequence = decoder.CreateSequence();

        // 30 rows and one row take different kernels for 8 bit.
        var logits = decoder.Append(sequence, ids.AsSpan(0, 30)).ToList();
        logits.AddRange(ids[30..].SelectMany(id => decoder.Append(sequence, id)));

        // What bfloat16 activations, of 8 bits, leave after some 20 operations in a row.
        var fromRounded = rounded.Zip(logits, static (e, l) => LogitError.Relative(l, e)).Average();
        Assert.InRange(fromRounded, 1e-4, 0.025);
    }

    private static PlainTensor Round(PlainTensor matrix, WeightFormat format)
    {
        var values = (float[])matrix.Values.Clone();
        for (var row = 0; row < matrix.Shape[0]; row++)
        {
            var own = values.AsSpan(row * matrix.Shape[1], matrix.Shape[1]);
            var largest = 0f;
            foreach (var value in own)
                largest = Math.Max(largest, Math.Abs(value));

            var scale = Narrow(largest / 127);
            foreach (ref var value in own)
                value = format == WeightFormat.BFloat16 ? Narrow(value) : MathF.Round(value / scale) * scale;
        }

        return matrix with { Values = values };
    }

    // 8 significant bits, ties to even.
    private static float Narrow(float value)
    {
        var unit = MathF.ScaleB(1, MathF.ILogB(value) - 7);
        return value == 0 ? 0 : MathF.Round(value / unit) * unit;
    }

    private sealed class Context(ModelWeights inner, int length) : ModelWeights(inner.Config with { ContextLength = length })
    {
        public override StoredFormat FormatOf(string name) => inner.FormatOf(name);

        public override void Read(ModelTensor tensor, int firstRow, Span<float> destination) => inner.Read(tensor, firstRow, destination);

        public override void ReadBFloat16(ModelTensor tensor, int firstRow, Span<ushort> destination) => inner.ReadBFloat16(tensor, firstRow, destination);

        public override void ReadInt8(ModelTensor tensor, int firstRow, Span<sbyte> quants, Span<float> scales) => inner.ReadInt8(tensor, firstRow, quants, scales);
    }
}
