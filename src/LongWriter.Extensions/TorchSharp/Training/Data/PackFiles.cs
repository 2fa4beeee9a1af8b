using System.Text.Json;

namespace LongWriter;

/// <summary>Packs as the files that the authors' trainer reads (LongWriter, train/dataset.py).</summary>
/// <remarks>
/// <para>Labels stand at the token they name, as everywhere here: the trainer shifts them by one. The first of each sequence is never learned, because there it would be written after another text.</para>
/// <para>That trainer takes packs in the files' order and never shuffles them.</para>
/// </remarks>
public static class PackFiles
{
    /// <summary>Token ids: int64 [packs, length].</summary>
    public const string Inputs = "inputs_pack.npy";

    /// <summary>Labels: int64 [packs, length], <see cref="TrainingSequence.Ignored"/> where nothing is learned.</summary>
    public const string Labels = "labels_pack.npy";

    /// <summary>Weights: float32 [packs, length], 1/N at each of the N learned tokens of a sequence, else 0; their sum is the number of sequences.</summary>
    public const string Weights = "weights_pack.npy";

    /// <summary>For each pack, where its sequences begin and the last one ends; room that is left is one more segment.</summary>
    public const string Segments = "attention_masks_pack.json";

    /// <summary>Writes the four files.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="packs">The packs.</param>
    /// <param name="packLength">Tokens of each row; shorter packs are filled up.</param>
    /// <param name="padding">The id that fills them; nothing sees it.</param>
    /// <exception cref="ArgumentException">There is no pack, or one is longer.</exception>
    /// <exception cref="LongWriterException">A file cannot be written (<see cref="LongWriterError.InvalidRequest"/>).</exception>
    public static void Write(string folder, IReadOnlyList<TokenPack> packs, int packLength, int padding)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(packs);
        if (packs.Count == 0 || packs.Any(pack => pack.Length > packLength))
            throw new ArgumentException($"There are {packs.Count} packs of at most {(packs.Count == 0 ? 0 : packs.Max(static p => p.Length))} tokens; at least one, of at most {packLength}, is needed.", nameof(packs));

        AtomicFile.CreateFolder(folder);
        AtomicFile.Write(Path.Combine(folder, Inputs), stream =>
        {
            var file = NpyWriter.Int64(stream, packs.Count, packLength);
            var row = new int[packLength];
            foreach (var pack in packs)
            {
                Array.Fill(row, padding);
                Fill(pack, row, static (sequence, i) => sequence.Ids[i]);
                file.Write(row);
            }
        });
        AtomicFile.Write(Path.Combine(folder, Labels), stream =>
        {
            var file = NpyWriter.Int64(stream, packs.Count, packLength);
            var row = new int[packLength];
            foreach (var pack in packs)
            {
                Array.Fill(row, TrainingSequence.Ignored);
                Fill(pack, row, Label);
                file.Write(row);
            }
        });
        AtomicFile.Write(Path.Combine(folder, Weights), stream =>
        {
            var file = NpyWriter.Float32(stream, packs.Count, packLength);
            var row = new float[packLength];
            foreach (var pack in packs)
            {
                Array.Clear(row);
                Fill(pack, row, static (sequence, i) => Label(sequence, i) == TrainingSequence.Ignored ? 0 : 1f / sequence.Targets);
                file.Write(row);
            }
        });
        AtomicFile.Write(Path.Combine(folder, Segments), stream => WriteSegments(stream, packs, packLength));
    }

    private static int Label(TrainingSequence sequence, int index) => index == 0 ? TrainingSequence.Ignored : sequence.Labels[index];

    private static void Fill<T>(TokenPack pack, T[] row, Func<TrainingSequence, int, T> value)
    {
        var at = 0;
        foreach (var sequence in pack.Sequences)
        {
            for (var i = 0; i < sequence.Length; i++)
                row[at++] = value(sequence, i);
        }
    }

    private static void WriteSegments(Stream stream, IReadOnlyList<TokenPack> packs, int packLength)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        foreach (var pack in packs)
        {
            json.WriteStartArray();
            var end = 0;
            json.WriteNumberValue(end);
            foreach (var sequence in pack.Sequences)
                json.WriteNumberValue(end += sequence.Length);
            if (end < packLength)
                json.WriteNumberValue(packLength);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
