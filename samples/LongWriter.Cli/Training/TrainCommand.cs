using System.CommandLine;
using LongWriter.Cli.Models;

namespace LongWriter.Cli.Training;

/// <summary><c>longwriter train</c>.</summary>
internal sealed class TrainCommand : Command
{
    public TrainCommand(CliEnvironment environment)
        : base("train", "Trains models, and shows what a step of training computes.")
    {
        Add(new TrainRunCommand(environment, TrainingKind.Lm, "Learns whole texts: a language model, from random weights or going on from a model."));
        Add(new TrainRunCommand(environment, TrainingKind.Sft, "Learns the answers of conversations (supervised fine-tuning)."));
        Add(new TrainRunCommand(environment, TrainingKind.Dpo, "Learns which of two answers is better (direct preference optimisation)."));
        Add(Schema(environment));
        Add(Gradients(environment));
        Add(LogProbabilities(environment));
    }

    private static Command Schema(CliEnvironment environment)
    {
        var command = new Command("schema", "Prints the JSON schema of a run's file.");
        command.SetAction(async (_, _) =>
        {
            await environment.Output.WriteLineAsync(TrainingRunFile.Schema());
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Gradients(CliEnvironment environment)
    {
        var model = LocalModelArguments.ModelOption();
        var data = new Option<string>("--data") { Description = "JSON Lines of rows with 'messages' or 'text'; all of them are one optimiser step.", HelpName = "FILE", Required = true };
        var file = new Option<string>("--out") { Description = "The safetensors file for the gradients, under the names of the model's own files; the loss is its metadata 'loss'.", HelpName = "FILE", Required = true };
        var loss = new Option<string>("--loss") { Description = "What the loss is averaged over. Default: token.", DefaultValueFactory = static _ => "token" };
        loss.AcceptOnlyFromAmong("token", "sequence", "pack");
        var packed = new Option<bool>("--packed") { Description = "Whether rows are computed in packs; otherwise each alone, with the same weights. Default: true.", HelpName = "true|false", DefaultValueFactory = static _ => true };
        var batch = new Option<string?>("--batch-out") { Description = "A JSON file for the ids and labels of each row (-100 where nothing is learned), and the pack it is in.", HelpName = "FILE" };
        var command = new Command("grads", "Computes the loss and all gradients of one optimiser step in fp32, to be held against other programs.") { model, data, file, loss, packed, batch };
        command.SetAction((parsed, _) => new GradientsAction(environment).RunAsync(
            parsed.GetValue(model)!, parsed.GetRequiredValue(data), parsed.GetRequiredValue(file), Averaging(parsed.GetValue(loss)!), parsed.GetValue(packed), parsed.GetValue(batch)));
        return command;
    }

    private static Command LogProbabilities(CliEnvironment environment)
    {
        var model = LocalModelArguments.ModelOption();
        var data = new Option<string>("--data") { Description = "JSON Lines of pairs with 'chosen' and 'rejected'.", HelpName = "FILE", Required = true };
        var file = new Option<string>("--out") { Description = "The JSON file for the log-probabilities.", HelpName = "FILE", Required = true };
        var reference = new Option<string?>("--reference") { Description = "The model that DPO holds the answers against; each variant's loss is then written too.", HelpName = "DIR" };
        var command = new Command("logprobs", "Computes the log-probabilities of pairs of answers in fp32.") { model, data, file, reference };
        command.SetAction((parsed, cancellationToken) => new LogProbabilitiesAction(environment).RunAsync(
            parsed.GetValue(model)!, parsed.GetRequiredValue(data), parsed.GetRequiredValue(file), parsed.GetValue(reference), cancellationToken));
        return command;
    }

    private static LossAveraging Averaging(string name) => name switch { "sequence" => LossAveraging.Sequence, "pack" => LossAveraging.PackTokenTimesCount, _ => LossAveraging.Token };
}
