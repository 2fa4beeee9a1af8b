using System.CommandLine;

namespace LongWriter.Cli.Models;

/// <summary><c>longwriter model merge-lora</c>.</summary>
internal sealed class MergeLoraCommand : Command
{
    private readonly CliEnvironment _environment;
    private readonly Argument<string> _model = new("dir") { Description = "The folder of the model that the adapter was trained on." };
    private readonly Option<string> _adapter = new("--adapter") { Description = "The adapter: a PEFT folder with adapter_config.json and adapter_model.safetensors.", HelpName = "DIR", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "The folder to make.", HelpName = "DIR", Required = true };
    private readonly Option<string> _type = new("--type") { Description = "How weights are stored. Default: bf16.", DefaultValueFactory = static _ => "bf16" };

    public MergeLoraCommand(CliEnvironment environment)
        : base("merge-lora", "Writes a model with a LoRA adapter in it as a model of its own.")
    {
        _environment = environment;
        _type.AcceptOnlyFromAmong("bf16", "f32");
        Add(_model);
        foreach (var option in new Option[] { _adapter, _out, _type })
            Add(option);

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.GetValue(_out)!;
        if (File.Exists(output) || (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()))
            throw new UsageException($"--out {output} is there already and not empty. Name a folder that is not there yet.");

        var type = parsed.GetValue(_type) == "f32" ? SafetensorsType.F32 : SafetensorsType.BF16;
        LoraAdapter.Merge(parsed.GetRequiredValue(_model), parsed.GetValue(_adapter)!, output, type, cancellationToken: cancellationToken);
        await _environment.Output.WriteLineAsync(output);
        return ExitCode.Done;
    }
}
