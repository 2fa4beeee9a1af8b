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
        var calm = await _folder.RunAsync(options, TrainerFolder.Rows(16));

        List<TrainingProgress> storm;
        using (new Collector())
            storm = await _folder.RunAsync(options with { OutputFolder = _folder.Path_("storm") }, TrainerFolder.Rows(16));

        Assert.Equal(calm.Count, storm.Count);
        Assert.All(calm.Zip(storm), static step => Assert.Equal((step.First.Loss, step.First.GradientNorm), (step.Second.Loss, step.Second.GradientNorm), Near));
    }

    // Not to the bit: libtorch's products take as many threads as any test has set last.
    [Theory]
    [InlineData(WeightFormat.BFloat16)]
    [InlineData(WeightFormat.Float32)]
    public void Logits_are_the_same_while_the_collector_runs_all_the_time(WeightFormat format)
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        var calm = Logits(weights, format);

        using (new Collector())
            Assert.All(Enumerable.Range(0, 5), _ => Assert.InRange(Logits(weights, format).Zip(calm, static (a, b) => Math.Abs(a - b)).Max(), 0, 1e-3f));
    }

    private static bool Near((double Loss, double Norm) a, (double Loss, double Norm) b) => Math.Abs(a.Loss - b.Loss) < 1e-3 && Math.Abs(a.Norm - b.Norm) < 1e-2 * a.Norm;

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
