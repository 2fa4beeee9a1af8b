namespace LongWriter.Tests;

public class ManagedDecoderTests
{
    public static TheoryData<string> Families => [.. PublishedModels.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_family_gives_the_logits_of_its_definition(string family)
    {
        var model = PublishedModels.Create(family);
        var ids = PublishedModels.Tokens(75);
        var exact = new PlainModel(model).Logits(ids);

        foreach (var width in Widths.All)
        {
            using var decoder = Load(model, width);
            var logits = Run(decoder, ids);
            for (var i = 0; i < ids.Length; i++)
                Assert.InRange(LogitError.Relative(logits[i], exact[i]), 0, 1e-4);
        }
    }

    private static ManagedDecoder Load(PublishedModel model, VectorWidth width, int threads = 2) => ManagedDecoder.Load(
        new PublishedWeights(model),
        new() { Weights = WeightFormat.Float32, KeyValues = KeyValueFormat.Float32, Threads = threads, Vectors = width });

    private static float[][] Run(ManagedDecoder decoder, int[] ids)
    {
        using var sequence = decoder.CreateSequence();
        var logits = new float[ids.Length * decoder.Config.VocabularySize];
        decoder.Forward([new(sequence, ids, LogitRows.All)], logits);
        return [.. logits.Chunk(decoder.Config.VocabularySize)];
    }
}
