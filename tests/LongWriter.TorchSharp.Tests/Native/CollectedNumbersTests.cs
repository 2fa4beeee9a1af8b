namespace LongWriter.Tests;

/// <summary>TorchSharp gives the native side the address of a number and lets go of the object that owns it; the collector may free it before it is read.</summary>
public sealed class CollectedNumbersTests : IDisposable
{
    private readonly TrainerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Steps_are_the_same_while_the_collector_runs_all_the_time()
    {
        var options = _folder.Options("calm") with { Epochs = 3, CheckpointSteps = 1000 };
        await _folder.RunAsync(options, TrainerFolder.Rows(16));

        using (new Collector())
            await _folder.RunAsync(options with { OutputFolder = _folder.Path_("storm") }, TrainerFolder.Rows(16));

        Assert.Equal(_folder.Weights("calm"), _folder.Weights("storm"));
    }

    [Theory]
    [InlineData(WeightFormat.BFloat16)]
    [InlineData(WeightFormat.Float32)]
    public void Logits_are_the_same_while_the_collector_runs_all_the_time(WeightFormat format)
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        var calm = Logits(weights, format);

        using (new Collector())
            Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(calm, Logits(weights, format)));
    }

    private static float[] Logits(ModelWeights weights, WeightFormat format)
    {
        using var decoder = new TorchDecoder(weights, new() { Weights = format });
        using var sequence = decoder.CreateSequence();
        var logits = new float[weights.Config.VocabularySize];
        for (var token = 3; token < 40; token++)
            decoder.Forward([new(sequence, token == 3 ? new[] { 1, 2, 3 } : [token], LogitRows.Last)], logits);
        return logits;
    }

    private sealed class Collector : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _stopped;

        public Collector()
        {
            _thread = new(Run);
            _thread.Start();
        }

        public void Dispose()
        {
            _stopped = true;
            _thread.Join();
        }

        private void Run()
        {
            while (!_stopped)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        }
    }
}
