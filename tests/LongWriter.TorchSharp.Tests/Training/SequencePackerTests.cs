using FsCheck.Xunit;

namespace LongWriter.Tests;

public class SequencePackerTests
{
    [Property(MaxTest = 100)]
    public void Every_sequence_is_in_one_pack_and_no_pack_is_too_full(int seed)
    {
        var random = new Random(seed);
        var length = random.Next(1, 300);
        var sequences = Enumerable.Range(0, random.Next(1, 80)).Select(i => TinyRuns.Sequence(random.Next(1, length + 1), i)).ToArray();

        var packs = SequencePacker.Pack(sequences, length);

        Assert.Equal(sequences.Select(static s => s.RowId).Order(), packs.SelectMany(static p => p.Sequences).Select(static s => s.RowId).Order());
        Assert.All(packs, p => Assert.InRange(p.Length, 1, length));
        // No two packs would fit into one.
        Assert.True(packs.Count < 2 || packs.Select(static p => p.Length).Order().Take(2).Sum() > length);
        Assert.Equal(sequences.Sum(static s => s.Length) / (double)(packs.Count * length), SequencePacker.Fill(packs, length), 12);
    }

    [Fact]
    public void Packs_of_a_mix_of_long_answers_and_chats_are_full()
    {
        // As many long rows (2,000 to 32,000 tokens) as make a third of the text, the rest chats of 50 to 2,000.
        var random = new Random(1);
        var lengths = Enumerable.Range(0, 300).Select(_ => (int)(2_000 * Math.Pow(16, random.NextDouble())))
            .Concat(Enumerable.Range(0, 9_000).Select(_ => (int)(50 * Math.Pow(40, random.NextDouble()))));
        var sequences = lengths.Select(static (n, i) => new TrainingSequence($"{i}", new int[n], new int[n])).ToArray();

        var packs = SequencePacker.Pack(sequences, 32_768);

        Assert.InRange(SequencePacker.Fill(packs, 32_768), 0.98, 1);
    }

    [Fact]
    public void A_sequence_that_fits_no_pack_is_refused_by_name() =>
        Assert.Contains("row 3", Assert.Throws<ArgumentException>(() => SequencePacker.Pack([TinyRuns.Sequence(11, 3)], 10)).Message, StringComparison.Ordinal);
}
