using LongWriter;

namespace TinyModel.Experiment;

public class TrainingTests
{
    [Fact]
    public void Of_three_rows_in_four_only_what_follows_a_line_and_the_end_are_learned()
    {
        // Token 9 ends a line; the last token ends the row.
        int[] ids = [1, 2, 3, 9, 9, 5, 9, 6, 7];
        int[] labels = [-100, -100, 3, 9, 9, 5, 9, 6, 7];
        var rows = Enumerable.Range(0, 8).Select(i => new TrainingSequence($"{i}", ids, labels)).ToList();
        var made = Training.WithTurns(rows, static id => id == 9);
        Assert.Equal([0, 4], made.Index().Where(r => r.Item.Labels.SequenceEqual(labels)).Select(static r => r.Index));
        Assert.All(made.Where(static (_, i) => i % 4 != 0), static r => Assert.Equal([-100, -100, -100, -100, 9, -100, -100, 6, 7], r.Labels));
        Assert.All(made, r => Assert.Equal(ids, r.Ids));
    }
}
