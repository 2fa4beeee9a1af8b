namespace LongWriter.Tests;

/// <summary>Folders written without any code of the library, of every family.</summary>
public class PublishedFilesTests
{
    public static TheoryData<string> Names => [.. PublishedModels.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Configuration_and_tensors_in_all_forms_are_those_of_the_plain_readers(string name)
    {
        using var folder = new TemporaryFolder();
        var model = PublishedModels.Create(name);
        model.Save(folder.Path);
        using var expected = new PublishedWeights(model);
        using var weights = HuggingFaceCheckpoint.Open(folder.Path);
        Assert.Equal(expected.Config with { Architecture = weights.Config.Architecture, ContextLength = weights.Config.ContextLength, StopTokenIds = weights.Config.StopTokenIds, BosTokenId = weights.Config.BosTokenId }, weights.Config);
        foreach (var tensor in ModelTensor.Of(expected.Config))
        {
            var count = tensor.Rows * tensor.Columns;
            AssertSame(new float[count], new float[count], (source, values) => source.Read(tensor, 0, values));
            AssertSame(new ushort[count], new ushort[count], (source, values) => source.ReadBFloat16(tensor, 0, values));
            if (tensor.Columns % 32 != 0)
                continue;
            var (scales, expectedScales) = (new float[count / 32], new float[count / 32]);
            AssertSame(new sbyte[count], new sbyte[count], (source, values) => source.ReadInt8(tensor, 0, values, source == weights ? scales : expectedScales));
            Assert.Equal(expectedScales, scales);
        }

        void AssertSame<T>(T[] first, T[] second, Action<ModelWeights, T[]> read)
        {
            read(expected, first);
            read(weights, second);
            Assert.Equal(first, second);
        }
    }
}
