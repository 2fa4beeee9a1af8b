namespace LongWriter.Tests;

/// <summary>A checkpoint in the published form of each family, read and run by the library, against the oracle that reads the published names itself.</summary>
public class PublishedFormatTests
{
    public static TheoryData<string> Families => [.. PublishedModels.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_published_checkpoint_gives_the_logits_of_the_plain_model(string family)
    {
        var published = PublishedModels.Create(family);
        var ids = PublishedModels.Tokens(21);
        var exact = new PlainModel(published).Logits(ids);
        using var folder = new TemporaryFolder();
        published.Save(folder.Path);
        using var weights = HuggingFaceCheckpoint.Open(folder.Path);
        using var decoder = ManagedDecoder.Load(weights, new() { Weights = WeightFormat.Float32, KeyValues = KeyValueFormat.Float32, Threads = 2 });

        AssertEqual(exact, DecoderRuns.Whole(decoder, ids));
        AssertEqual(exact, DecoderRuns.InChunks(decoder, ids, [5, 1, 1, 8, 6]));
    }

    private static void AssertEqual(double[][] exact, float[][] actual)
    {
        for (var t = 0; t < exact.Length; t++)
        {
            Assert.InRange(LogitError.Relative(actual[t], exact[t]), 0, 1e-4);
            var (best, margin) = LogitError.Best(exact[t]);
            if (margin > 1e-3)
                Assert.Equal(best, actual[t].AsSpan().IndexOf(actual[t].Max()));
        }
    }
}
