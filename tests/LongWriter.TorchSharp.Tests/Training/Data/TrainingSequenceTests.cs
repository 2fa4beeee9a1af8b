namespace LongWriter.Tests;

public class TrainingSequenceTests
{
    [Fact]
    public void A_copy_with_other_labels_counts_its_own_targets()
    {
        var all = TrainingSequence.Of("row", [1, 2, 3, 4]);
        var one = all with { Labels = [TrainingSequence.Ignored, TrainingSequence.Ignored, 3, TrainingSequence.Ignored] };

        Assert.Equal(3, all.Targets);
        Assert.Equal(1, one.Targets);
        Assert.Equal(1, new TokenPack([one]).Targets);
    }
}
