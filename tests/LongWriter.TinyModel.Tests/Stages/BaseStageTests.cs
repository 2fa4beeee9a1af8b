using TinyModel.Experiment;

namespace TinyModel.Stages;

public sealed class BaseStageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longwriter-base-").FullName;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    public void Pretraining_goes_on_behind_the_last_part_that_is_done_though_earlier_ones_are_not_there(int done, int open)
    {
        var lab = new Lab(Scale.Full, 1, _folder, null, TextWriter.Null);
        Assert.Equal(4, Scale.Full.Base.Count);
        if (done > 0)
            File.WriteAllText(Path.Combine(lab.Folder("base", $"phase-{done}"), "done"), "");
        Assert.Equal(open, BaseStage.FirstOpen(lab));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
