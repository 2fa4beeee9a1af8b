namespace LongWriter.Tests;

/// <summary>Ways to bring a text through a decoder; each gives the logits after every token.</summary>
internal static class DecoderRuns
{
    public static float[][] Whole(IDecoder decoder, int[] ids) => InChunks(decoder, ids, [ids.Length]);

    public static float[][] InChunks(IDecoder decoder, int[] ids, int[] lengths)
    {
        using var sequence = decoder.CreateSequence();
        var rows = new List<float[]>();
        var start = 0;
        foreach (var length in lengths)
        {
            rows.AddRange(Append(decoder, sequence, ids.AsMemory(start, length)));
            start += length;
        }

        return [.. rows];
    }

    public static IEnumerable<float[]> Append(IDecoder decoder, IDecoderSequence sequence, ReadOnlyMemory<int> ids)
    {
        var logits = new float[ids.Length * decoder.Config.VocabularySize];
        decoder.Forward([new(sequence, ids, LogitRows.All)], logits);
        return logits.Chunk(decoder.Config.VocabularySize);
    }
}
