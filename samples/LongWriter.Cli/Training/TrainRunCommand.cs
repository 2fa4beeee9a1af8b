using System.CommandLine;

namespace LongWriter.Cli.Training;

/// <summary><c>longwriter train lm</c>, <c>sft</c> and <c>dpo</c>.</summary>
internal sealed class TrainRunCommand : Command
{
    public TrainRunCommand(CliEnvironment environment, TrainingKind kind, string description)
        : base(kind.ToString().ToLowerInvariant(), description)
    {
        var config = new Option<string>("--config") { Description = "The run as a JSON file; 'longwriter train schema' prints what it may hold.", HelpName = "FILE", Required = true };
        var resume = new Option<bool>("--resume") { Description = "Goes on from the newest checkpoint of the run's folder, if there is one." };
        var minutes = new Option<double?>("--max-minutes") { Description = "Ends the run at the first step after so many minutes, with a checkpoint. Default: what the file says.", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object at the end." };
        OptionChecks.Range(minutes, static v => v is > 0 and <= 1_000_000, "above 0 and at most 1000000");
        foreach (var option in new Option[] { config, resume, minutes, json })
            Add(option);
        SetAction((parsed, cancellationToken) => new TrainRunAction(environment, kind).RunAsync(
            parsed.GetRequiredValue(config), parsed.GetValue(resume), parsed.GetValue(minutes), parsed.GetValue(json), cancellationToken));
    }
}

/// <summary>What a run learns from.</summary>
internal enum TrainingKind
{
    /// <summary>Texts, all of which is learned.</summary>
    Lm,

    /// <summary>Conversations, of which the assistant's turns are learned.</summary>
    Sft,

    /// <summary>Pairs of answers.</summary>
    Dpo,
}
