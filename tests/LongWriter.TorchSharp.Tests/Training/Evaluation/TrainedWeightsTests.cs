namespace LongWriter.Tests;

public sealed class TrainedWeightsTests
{
    [Fact]
    public void A_model_in_training_is_read_as_its_checkpoint_is_from_any_thread()
    {
        using var folder = new TrainerFolder();
        TorchRuntime.EnsureLoaded();
        using var checkpoint = HuggingFaceCheckpoint.Open(folder.Model);
        using var model = new TrainableModel(checkpoint);
        using var weights = new TrainedWeights(model);

        Parallel.ForEach(ModelTensor.Of(checkpoint.Config), tensor =>
        {
            var (first, rows) = (tensor.Rows / 3, tensor.Rows / 2);
            var (expected, actual) = (new float[rows * tensor.Columns], new float[rows * tensor.Columns]);
            checkpoint.Read(tensor, first, expected);
            weights.Read(tensor, first, actual);
            Assert.Equal(expected, actual);

            var (half, actualHalf) = (new ushort[expected.Length], new ushort[expected.Length]);
            checkpoint.ReadBFloat16(tensor, first, half);
            weights.ReadBFloat16(tensor, first, actualHalf);
            Assert.Equal(half, actualHalf);
        });
    }
}
