namespace LongWriter.Tests;

/// <summary>However a text comes in, its logits are the same to the bit.</summary>
public class ManagedSequenceTests
{
    private const int Vocabulary = PublishedModels.Vocabulary;

    public static TheoryData<string, WeightFormat> Models
    {
        get
        {
            var data = new TheoryData<string, WeightFormat>();
            foreach (var family in new[] { "llama", "qwen3", "mistral", "chatglm" })
                foreach (var format in Enum.GetValues<WeightFormat>())
                    data.Add(family, format);

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Tokens_one_by_one_in_chunks_or_at_once_give_the_same_logits(string family, WeightFormat format)
    {
        var ids = PublishedModels.Tokens(80);
        foreach (var width in family == "llama" ? Widths.Vectors : [VectorWidth.Auto])
        {
            using var decoder = Load(family, format, width);
            var whole = Run(decoder, ids, ids.Length);
            foreach (var chunk in new[] { 1, 3, 7, 63 })
                Assert.Equal(whole, Run(decoder, ids, chunk));
        }
    }

    [Fact]
    public void More_threads_and_fewer_rows_at_a_time_give_the_same_logits()
    {
        var ids = PublishedModels.Tokens(66);
        using var one = Load("llama", WeightFormat.BFloat16, VectorWidth.Auto);
        var expected = Run(one, ids, ids.Length);

        foreach (var threads in new[] { 2, 3, 5 })
        {
            using var decoder = Load("llama", WeightFormat.BFloat16, VectorWidth.Auto, threads, maxRows: 13);
            Assert.Equal(expected, Run(decoder, ids, ids.Length));
            Assert.Equal(expected, Run(decoder, ids, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_ragged_batch_gives_each_text_what_it_gets_alone(string family, WeightFormat format)
    {
        using var decoder = Load(family, format, VectorWidth.Auto);
        int[] lengths = [1, 66, 5, 1, 58, 1, 2];
        var texts = lengths.Select((length, i) => PublishedModels.Tokens(length + 10, seed: i)).ToArray();
        var alone = texts.Select(text => Run(decoder, text, text.Length)).ToArray();
        var sequences = texts.Select(_ => decoder.CreateSequence()).ToArray();

        // First the beginnings together, then the other ten tokens, one of each text at a time.
        var first = new float[lengths.Length * Vocabulary];
        decoder.Forward([.. sequences.Select((sequence, i) => new SequenceChunk(sequence, texts[i].AsMemory(0, lengths[i]), LogitRows.Last))], first);
        for (var i = 0; i < texts.Length; i++)
            Assert.Equal(Row(alone[i], lengths[i] - 1), Row(first, i));

        for (var step = 0; step < 10; step++)
        {
            decoder.Forward([.. sequences.Select((sequence, i) => new SequenceChunk(sequence, texts[i].AsMemory(lengths[i] + step, 1), LogitRows.All))], first);
            for (var i = 0; i < texts.Length; i++)
                Assert.Equal(Row(alone[i], lengths[i] + step), Row(first, i));
        }

        foreach (var sequence in sequences)
            sequence.Dispose();
    }

    [Fact]
    public void Logits_come_for_the_rows_asked_for_in_the_order_of_the_batch()
    {
        using var decoder = Load("llama", WeightFormat.BFloat16, VectorWidth.Auto);
        var ids = PublishedModels.Tokens(12);
        var expected = Run(decoder, ids, 12);
        using var none = decoder.CreateSequence();
        using var last = decoder.CreateSequence();
        using var all = decoder.CreateSequence();
        var logits = new float[5 * Vocabulary];
        logits.AsSpan().Fill(-7);

        decoder.Forward([new(last, ids, LogitRows.Last), new(none, ids, LogitRows.None), new(all, ids.AsMemory(0, 3), LogitRows.All)], logits);

        Assert.Equal(Row(expected, 11), Row(logits, 0));
        Assert.Equal(expected[..(3 * Vocabulary)], logits[Vocabulary..(4 * Vocabulary)]);
        Assert.All(Row(logits, 4), static logit => Assert.Equal(-7, logit));
        Assert.Equal((12, 12, 3), (last.Length, none.Length, all.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(130)]
    public void A_fork_goes_its_own_way_and_leaves_the_first_alone(int common)
    {
        using var decoder = Load("llama", WeightFormat.BFloat16, VectorWidth.Auto);
        var (ids, other) = (PublishedModels.Tokens(140), PublishedModels.Tokens(140, seed: 8));
        ids.AsSpan(0, common).CopyTo(other);
        var (expected, expectedOther) = (Run(decoder, ids, 140), Run(decoder, other, 140));
        using var sequence = decoder.CreateSequence();
        decoder.Forward([new(sequence, ids.AsMemory(0, common), LogitRows.None)], []);

        using var fork = sequence.Fork();
        var logits = new float[2 * Vocabulary];
        for (var i = common; i < 140; i++)
            decoder.Forward([new(fork, other.AsMemory(i, 1), LogitRows.Last), new(sequence, ids.AsMemory(i, 1), LogitRows.Last)], logits);

        Assert.Equal(Row(expectedOther, 139), Row(logits, 0));
        Assert.Equal(Row(expected, 139), Row(logits, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(150)]
    public void What_is_forgotten_leaves_no_trace(int kept)
    {
        using var decoder = Load("mistral", WeightFormat.BFloat16, VectorWidth.Auto);
        var (ids, other) = (PublishedModels.Tokens(150), PublishedModels.Tokens(150, seed: 8));
        ids.AsSpan(0, kept).CopyTo(other);
        using var sequence = decoder.CreateSequence();
        decoder.Forward([new(sequence, other, LogitRows.None)], []);
        // A fork holds the same blocks; it must not see what is written after it.
        using var fork = sequence.Fork();

        sequence.Truncate(kept);
        Assert.Equal(kept, sequence.Length);
        var logits = new float[Vocabulary];
        if (kept < 150)
            decoder.Forward([new(sequence, ids.AsMemory(kept), LogitRows.Last)], logits);
        else
            decoder.Forward([new(sequence, ids.AsMemory(149, 1), LogitRows.Last)], logits);

        var expected = kept < 150 ? Run(decoder, ids, 150) : Run(decoder, [.. ids, ids[149]], 151);
        Assert.Equal(expected[^Vocabulary..], logits);
        decoder.Forward([new(fork, ids.AsMemory(5, 1), LogitRows.Last)], logits);
        Assert.Equal(Run(decoder, [.. other, ids[5]], 151)[^Vocabulary..], logits);
    }

    [Fact]
    public void Memory_grows_in_blocks_and_is_given_back()
    {
        using var decoder = Load("llama", WeightFormat.BFloat16, VectorWidth.Auto);
        var block = 64 * decoder.Info.KeyValueBytesPerToken;
        var sequence = decoder.CreateSequence();
        Assert.Equal(0, sequence.Bytes);

        decoder.Forward([new(sequence, PublishedModels.Tokens(65), LogitRows.None)], []);
        Assert.Equal(2 * block, sequence.Bytes);
        sequence.Truncate(64);
        Assert.Equal(block, sequence.Bytes);
        sequence.Truncate(0);
        Assert.Equal(0, sequence.Bytes);

        sequence.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sequence.Truncate(0));
        Assert.Throws<ObjectDisposedException>(() => sequence.Fork());
        Assert.Throws<ObjectDisposedException>(() => decoder.Forward([new(sequence, new int[1], LogitRows.None)], []));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using var decoder = Load("llama", WeightFormat.Int8, VectorWidth.Auto, threads: 2);
        using var first = decoder.CreateSequence();
        using var second = decoder.CreateSequence();
        var logits = new float[2 * Vocabulary];
        var one = new SequenceChunk[] { new(first, new int[] { 3 }, LogitRows.Last) };
        var both = new SequenceChunk[] { new(first, new int[] { 3 }, LogitRows.Last), new(second, new int[] { 4 }, LogitRows.Last) };
        for (var i = 0; i < 5; i++)
        {
            decoder.Forward(one, logits);
            decoder.Forward(both, logits);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            decoder.Forward(one, logits);
            decoder.Forward(both, logits);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ManagedDecoder Load(string family, WeightFormat format, VectorWidth width, int threads = 1, int maxRows = 256) =>
        ManagedDecoder.Load(new PublishedWeights(PublishedModels.Create(family)), new() { Weights = format, Threads = threads, Vectors = width, MaxRows = maxRows });

    private static float[] Run(ManagedDecoder decoder, int[] ids, int chunk)
    {
        using var sequence = decoder.CreateSequence();
        var logits = new float[ids.Length * Vocabulary];
        for (var i = 0; i < ids.Length; i += chunk)
            decoder.Forward([new(sequence, ids.AsMemory(i, Math.Min(chunk, ids.Length - i)), LogitRows.All)], logits.AsSpan(i * Vocabulary));

        return logits;
    }

    private static float[] Row(float[] logits, int row) => logits[(row * Vocabulary)..((row + 1) * Vocabulary)];
}
