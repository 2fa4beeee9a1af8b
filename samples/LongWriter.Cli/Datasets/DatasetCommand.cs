using System.CommandLine;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset</c>.</summary>
internal sealed class DatasetCommand : Command
{
    public DatasetCommand(CliEnvironment environment)
        : base("dataset", "Makes, looks through, shows and packs data that models are trained on.")
    {
        Add(new DatasetBuildCommand(environment));
        Add(new DatasetStatsCommand(environment));
        Add(new DatasetFilterCommand(environment));
        Add(new DatasetDedupeCommand(environment));
        Add(new DatasetConvertCommand(environment));
        Add(new DatasetPreviewCommand(environment));
        Add(new DatasetPackCommand(environment));
        Add(new DatasetPairsCommand(environment));
    }
}
