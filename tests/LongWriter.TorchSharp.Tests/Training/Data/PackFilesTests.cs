using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LongWriter.Tests;

public sealed partial class PackFilesTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_hold_what_the_packs_hold()
    {
        var packs = SequencePacker.Pack(Enumerable.Range(0, 40).Select(static i => TinyRuns.Sequence(1 + i * 7 % 61, i, t => t % 3 != 1)), 64);
        PackFiles.Write(_folder.At("out"), packs, 64, padding: 99);

        var inputs = Read<long>("inputs_pack.npy", "<i8", BinaryPrimitives.ReadInt64LittleEndian, packs.Count, 64);
        var labels = Read<long>("labels_pack.npy", "<i8", BinaryPrimitives.ReadInt64LittleEndian, packs.Count, 64);
        var weights = Read<float>("weights_pack.npy", "<f4", BinaryPrimitives.ReadSingleLittleEndian, packs.Count, 64);
        var segments = JsonSerializer.Deserialize<int[][]>(File.ReadAllText(Path.Combine(_folder.At("out"), "attention_masks_pack.json")))!;

        Assert.Equal(packs.Count, segments.Length);
        for (var p = 0; p < packs.Count; p++)
        {
            var sequences = packs[p].Sequences;
            Assert.Equal([0, .. sequences.Select((_, i) => sequences.Take(i + 1).Sum(static s => s.Length)), .. packs[p].Length < 64 ? [64] : Array.Empty<int>()], segments[p]);
            var padded = 64 - packs[p].Length;
            Assert.Equal([.. sequences.SelectMany(static s => s.Ids).Select(static id => (long)id), .. Enumerable.Repeat(99L, padded)], inputs[p]);
            Assert.Equal([.. sequences.SelectMany(static s => s.Labels.Select(static (label, i) => i == 0 ? -100L : label)), .. Enumerable.Repeat(-100L, padded)], labels[p]);
            Assert.Equal(labels[p].Select(static label => label != -100), weights[p].Select(static weight => weight != 0));
            // What the authors' trainer sums: one for each sequence that has something to learn.
            Assert.Equal(sequences.Count(static s => s.Targets > 0), weights[p].Sum(static w => (double)w), 5);
            var first = sequences.Select((s, i) => (s, Start: segments[p][i])).First(static s => s.s.Targets > 0);
            Assert.Equal(1f / first.s.Targets, weights[p].Skip(first.Start).First(static w => w != 0));
        }
    }

    [Fact]
    public void A_pack_that_is_full_has_no_segment_of_padding()
    {
        PackFiles.Write(_folder.At("out"), [new([TrainingSequence.Of("a", [1, 2, 3]), TrainingSequence.Of("b", [4])])], 4, 0);

        Assert.Equal("[[0,3,4]]", File.ReadAllText(Path.Combine(_folder.At("out"), "attention_masks_pack.json")));
        Assert.Equal([-100L, 2, 3, -100], Read<long>("labels_pack.npy", "<i8", BinaryPrimitives.ReadInt64LittleEndian, 1, 4)[0]);
        Assert.Equal([0f, 0.5f, 0.5f, 0], Read<float>("weights_pack.npy", "<f4", BinaryPrimitives.ReadSingleLittleEndian, 1, 4)[0]);
    }

    [Fact]
    public void Packs_that_cannot_be_written_are_refused()
    {
        var pack = new TokenPack([TrainingSequence.Of("a", [1, 2, 3])]);
        Assert.Throws<ArgumentException>(() => PackFiles.Write(_folder.At("out"), [], 4, 0));
        Assert.Throws<ArgumentException>(() => PackFiles.Write(_folder.At("out"), [pack], 2, 0));
        var file = _folder.Write("file");
        Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(() => PackFiles.Write(file, [pack], 4, 0)).Error);
    }

    // As the format's description says: magic, version 1.0, length of the header, header as a Python literal, the numbers in C order.
    private T[][] Read<T>(string name, string type, Func<ReadOnlySpan<byte>, T> read, int rows, int columns)
    {
        var bytes = File.ReadAllBytes(Path.Combine(_folder.At("out"), name));
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, start % 64);
        var header = Header().Match(Encoding.ASCII.GetString(bytes[10..start]));
        Assert.True(header.Success);
        Assert.Equal((type, rows, columns), (header.Groups[1].Value, Number(header, 2), Number(header, 3)));
        var size = type[^1] - '0';
        Assert.Equal(start + (long)rows * columns * size, bytes.Length);
        return [.. Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, columns).Select(c => read(bytes.AsSpan(start + (r * columns + c) * size))).ToArray())];
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\{'descr': '(<\w\d)', 'fortran_order': False, 'shape': \((\d+), (\d+)\), \} *\n$")]
    private static partial Regex Header();
}
