using LongWriter;

namespace TinyModel.Experiment;

public class TrainingTests
{
    private static readonly string[] Pieces = ["<|im_end|>", "a", "b", "7", "\n"];

    [Fact]
    public void Only_what_follows_an_end_of_line_and_the_end_are_turns_of_a_text()
    {
        // a | b a ⏎ ⏎ a b ⏎ b <|im_end|>
        Check([1, 2, 1, 4, 4, 1, 2, 4, 2, 0], [-100, -100, -100, -100, 4, -100, -100, -100, 2, 0]);
    }

    [Fact]
    public void Figures_are_turns_and_so_is_what_could_have_been_a_heading()
    {
        // a | b 7 ⏎ 7 b 7 ⏎ ⏎ 7 a ⏎ ⏎ a b ⏎ ⏎ b a <|im_end|>
        Check(
            [1, 2, 3, 4, 3, 2, 3, 4, 4, 3, 1, 4, 4, 1, 2, 4, 4, 2, 1, 0],
            [-100, -100, 3, -100, 3, -100, 3, -100, 4, 3, -100, -100, 4, 1, -100, -100, 4, 2, -100, 0]);
    }

    private static void Check(int[] ids, int[] expected)
    {
        var made = Training.Turns(new TrainingSequence("row", ids, [-100, .. ids[1..]]), id => Pieces[id]);
        Assert.Equal(ids, made.Ids);
        Assert.Equal(expected, made.Labels);
        Assert.Equal(expected.Count(static label => label >= 0), made.Targets);
    }
}
