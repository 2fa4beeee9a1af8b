using System.Globalization;

namespace LongWriter.Tests;

public sealed class TrainingGradientsTests : IDisposable
{
    private readonly TrainerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(LossAveraging.Token)]
    [InlineData(LossAveraging.Sequence)]
    [InlineData(LossAveraging.PackTokenTimesCount)]
    public void A_step_s_file_has_its_loss_and_the_slope_of_every_parameter_packed_or_not(LossAveraging averaging)
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        var packs = SequencePacker.Pack(TrainerFolder.Rows(6), 60);
        Assert.True(packs.Count > 1 && packs.Any(static p => p.Sequences.Count > 1));

        var loss = TrainingGradients.Write(weights, packs, _folder.Path_("packed.safetensors"), averaging);
        var alone = TrainingGradients.Write(weights, packs, _folder.Path_("alone.safetensors"), averaging, packed: false);

        using var file = SafetensorsFile.Open(_folder.Path_("packed.safetensors"));
        using var other = SafetensorsFile.Open(_folder.Path_("alone.safetensors"));
        using var stored = SafetensorsFile.Open(Path.Combine(_folder.Model, "model.safetensors"));
        Assert.Equal(loss, double.Parse(file.Metadata["loss"], CultureInfo.InvariantCulture));
        Assert.Equal(loss, alone, 1e-5);
        Assert.Equal(stored.Tensors.Select(static t => (t.Name, t.ShapeText)).Order(), file.Tensors.Select(static t => (t.Name, t.ShapeText)).Order());
        var (gradients, expected) = (Read(file), Read(other));
        Assert.InRange(TinyRuns.Difference(gradients, expected), 0, 1e-5);

        Assert.Equal(Definition(weights, packs, averaging), loss, 1e-5);
        Assert.All(gradients.Values, static g => Assert.Contains(g, static x => x != 0));
    }

    [Fact]
    public void Rows_that_cannot_be_computed_are_refused()
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        Refused([], "0 sequences");
        Refused([new([TinyRuns.Sequence(5, 1, static _ => false)])], "no");
        Refused([new([new("row x", [1, 96], [1, 96])])], "Token 1 of row x is 96");

        void Refused(TokenPack[] step, string says)
        {
            var error = Assert.Throws<LongWriterException>(() => TrainingGradients.Write(weights, step, _folder.Path_("x.safetensors")));
            Assert.Equal(LongWriterError.InvalidRequest, error.Error);
            Assert.Contains(says, error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.False(File.Exists(_folder.Path_("x.safetensors")));
        }
    }

    [Fact]
    public void A_scorer_s_sums_are_those_of_a_plain_softmax()
    {
        using var weights = HuggingFaceCheckpoint.Open(_folder.Model);
        var sequence = TinyRuns.Sequence(20, 3, static t => t % 3 == 1);
        using var scorer = new SequenceScorer(weights, threads: 1);
        using var decoder = ManagedDecoder.Load(weights, new() { Weights = WeightFormat.Float32, Threads = 1 });
        var logits = new float[20 * 96];
        using (var run = decoder.CreateSequence())
            decoder.Forward([new(run, sequence.Ids.ToArray(), LogitRows.All)], logits);

        var scores = scorer.LogProbabilities(sequence);

        var expected = Enumerable.Range(1, 19).Where(static t => t % 3 == 1).Select(t =>
        {
            var row = logits.AsSpan((t - 1) * 96, 96).ToArray();
            return row[sequence.Ids[t]] - Math.Log(row.Sum(static x => Math.Exp(x)));
        }).ToArray();
        Assert.Equal(expected.Length, scores.Count);
        Assert.All(scores.Zip(expected), static x => Assert.Equal(x.Second, x.First, 1e-4));
        Assert.Equal(LongWriterError.InvalidRequest, Assert.Throws<LongWriterException>(() => scorer.LogProbabilities(new("row x", [1, 99], [1, 99]))).Error);
    }

    private static double Definition(ModelWeights weights, IReadOnlyList<TokenPack> packs, LossAveraging averaging)
    {
        using var scorer = new SequenceScorer(weights, threads: 1);
        var losses = packs.Select(p => p.Sequences.Select(s => (Sum: -scorer.LogProbabilities(s).Sum(), Tokens: (double)s.Targets)).ToArray()).ToArray();
        return averaging switch
        {
            LossAveraging.Token => losses.Sum(static p => p.Sum(static s => s.Sum)) / losses.Sum(static p => p.Sum(static s => s.Tokens)),
            LossAveraging.Sequence => losses.SelectMany(static p => p).Average(static s => s.Sum / s.Tokens),
            _ => losses.Average(static p => p.Length / 30.0 * p.Sum(static s => s.Sum) / p.Sum(static s => s.Tokens)),
        };
    }

    private static Dictionary<string, double[]> Read(SafetensorsFile file) => file.Tensors.ToDictionary(static t => t.Name, t =>
    {
        var numbers = new float[t.ElementCount];
        file.Read(t, 0, numbers.AsSpan());
        return numbers.Select(static x => (double)x).ToArray();
    });
}
