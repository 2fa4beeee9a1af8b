using System.CommandLine;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset</c>.</summary>
internal sealed class DatasetCommand : Command
{
    public DatasetCommand(CliEnvironment environment)
        : base("dataset", "Makes, shows and packs data that models are trained on.")
    {
        Add(new DatasetPreviewCommand(environment));
        Add(new DatasetPackCommand(environment));
        Add(new DatasetPairsCommand(environment));
    }
}
