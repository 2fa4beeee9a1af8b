using System.Text;

namespace LongWriter.Tests;

public class MutatedConfigTests
{
    [Theory]
    [MemberData(nameof(PublishedConfigs.All), MemberType = typeof(PublishedConfigs))]
    public void Mutated_configs_give_typed_errors_or_shapes_that_can_be(string json)
    {
        var (random, bytes, read) = (new Random(json.Length), Encoding.UTF8.GetBytes(json), 0);
        // Six families: 10,000 in all.
        for (var round = 0; round < 1_700; round++)
        {
            try
            {
                var config = ModelConfigReader.Parse("config.json", Mutation.Of(bytes, random, round % 50 == 0 ? 0 : 1 + random.Next(3)));
                read++;
                Assert.True(config is { VocabularySize: > 0, HiddenSize: > 0, IntermediateSize: > 0, LayerCount: > 0, ContextLength: > 0, RotaryDimension: > 0, RopeTheta: > 0, NormEpsilon: >= 0 });
                Assert.Equal(0, config.HeadCount % config.KeyValueHeadCount);
                Assert.Equal(0, config.RotaryDimension % 2);
                Assert.InRange(config.RotaryDimension, 2, config.HeadDimension);
                Assert.All(config.StopTokenIds, id => Assert.InRange(id, 0, config.VocabularySize - 1));
            }
            catch (LongWriterException exception)
            {
                Assert.Equal(LongWriterError.InvalidModel, exception.Error);
                Assert.StartsWith("config.json: ", exception.Message);
            }
        }

        Assert.InRange(read, 30, 1_500);
    }
}
