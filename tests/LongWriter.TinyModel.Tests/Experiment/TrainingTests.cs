using LongWriter;

namespace TinyModel.Experiment;

public class TrainingTests
{
    private static readonly string[] Pieces = ["<|im_end|>", "a", "b", "7", "\n", " -"];

    [Fact]
    public void Only_what_begins_a_text_and_what_follows_an_end_of_line_are_its_turns()
    {
        // a | b a ⏎ ⏎ a - b ⏎ b ⏎ <|im_end|>
        Check([1, 2, 1, 4, 4, 1, 5, 2, 4, 2, 4, 0], [-100, 2, -100, -100, 4, -100, -100, -100, -100, 2, -100, 0]);
    }

    [Fact]
    public void What_follows_a_figure_or_a_numbered_lines_dash_is_a_turn_and_so_is_what_could_have_been_a_heading()
    {
        // 7 a | 7 b - b 7 a ⏎ ⏎ 7 a ⏎ ⏎ a - b 7 b ⏎ ⏎ b a ⏎ <|im_end|>
        Check(
            [3, 1, 3, 2, 5, 2, 3, 1, 4, 4, 3, 1, 4, 4, 1, 5, 2, 3, 2, 4, 4, 2, 1, 4, 0],
            [-100, -100, 3, 2, -100, 2, 3, 1, 4, 4, 3, 1, -100, 4, 1, -100, -100, -100, 2, -100, 4, 2, -100, -100, 0],
            prompt: 2);
    }

    [Fact]
    public void Whether_a_place_is_a_turn_is_told_by_what_stands_before_it()
    {
        // Else places where nothing but figures is learned would teach figures everywhere.
        int[] one = [1, 2, 1, 2, 4, 2, 2, 4, 0], other = [1, 2, 1, 3, 4, 2, 0, 4, 0];
        Assert.Equal(Learned(one).Take(4), Learned(other).Take(4));
        Assert.False(Learned(other)[3]);
        Assert.False(Learned(other)[6]);

        static bool[] Learned(int[] ids) => [.. Made(ids, 1).Labels.Select(static label => label >= 0)];
    }

    [Fact]
    public async Task A_run_that_had_no_time_for_a_step_is_not_done_and_keeps_its_checkpoints()
    {
        var work = Directory.CreateTempSubdirectory("longwriter-training-").FullName;
        try
        {
            var lab = new Lab(Scale.Small, 1, work, null, TextWriter.Null);
            var job = new TrainingJob(lab.Folder("base", "phase-2"), lab.Folder("base", "phase-1"), 1e-3);
            var checkpoint = lab.Folder("base", "phase-2", "checkpoint-200");

            await Assert.ThrowsAsync<OutOfTimeException>(() => Training.WatchAsync(lab, job, AsyncEnumerable.Empty<TrainingProgress>()));
            Assert.False(Training.IsDone(job.Output));
            Assert.True(Directory.Exists(checkpoint));

            // Stopped between the last step and the note that it is done.
            lab.Folder("base", "phase-2", "model");
            await Training.WatchAsync(lab, job, AsyncEnumerable.Empty<TrainingProgress>());
            Assert.True(Training.IsDone(job.Output));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static TrainingSequence Made(int[] ids, int prompt) => Training.Turns(new TrainingSequence("row", ids, [.. Enumerable.Repeat(-100, prompt), .. ids[prompt..]]), id => Pieces[id]);

    private static void Check(int[] ids, int[] expected, int prompt = 1)
    {
        var made = Made(ids, prompt);
        Assert.Equal(ids, made.Ids);
        Assert.Equal(expected, made.Labels);
        Assert.Equal(expected.Count(static label => label >= 0), made.Targets);
    }
}
