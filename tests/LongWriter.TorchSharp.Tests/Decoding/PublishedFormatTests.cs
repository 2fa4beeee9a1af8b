namespace LongWriter.Tests;

/// <summary>A checkpoint in the published form of each family through both decoders: each checks the other, and the oracle both.</summary>
public class PublishedFormatTests
{
    public static TheoryData<string> Families => [.. PublishedModels.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public void Both_decoders_give_the_logits_of_the_plain_model_in_pieces_and_as_a_whole(string family)
    {
        var published = PublishedModels.Create(family, seed: 3);
        var ids = PublishedModels.Tokens(19, seed: 5);
        var exact = new PlainModel(published).Logits(ids);
        var folder = Directory.CreateTempSubdirectory("longwriter-").FullName;
        try
        {
            published.Save(folder);
            using var weights = HuggingFaceCheckpoint.Open(folder);
            using var managed = ManagedDecoder.Load(weights, new() { Weights = WeightFormat.Float32, Threads = 2 });
            using var torch = new TorchDecoder(weights, new() { Weights = WeightFormat.Float32 });
            foreach (var decoder in new IDecoder[] { managed, torch })
            {
                foreach (var pieces in new int[][] { [19], [1, 6, 1, 1, 10] })
                {
                    var rows = DecoderRuns.InChunks(decoder, ids, pieces);
                    for (var t = 0; t < ids.Length; t++)
                        Assert.InRange(LogitError.Relative(rows[t], exact[t]), 0, 1e-4);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
