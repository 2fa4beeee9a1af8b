using System.CommandLine;
using System.Text.Json;

namespace LongWriter.Cli.Training;

/// <summary><c>longwriter export</c>.</summary>
internal sealed class ExportCommand : Command
{
    private readonly CliEnvironment _environment;
    private readonly Option<string> _config = new("--config") { Description = "The run as a JSON file, as 'longwriter train' takes it.", HelpName = "FILE", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "The folder for the files; not there yet, or empty.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _preset = new("--preset") { Description = "The paper's model and hyper-parameters in place of the run's." };
    private readonly Option<string?> _model = new("--model") { Description = "The model as the other machine knows it: a folder there, or a name of the Hugging Face hub. Default: the preset's, else the run's.", HelpName = "M" };
    private readonly Option<int> _gpus = new("--gpus") { Description = "GPUs that a step is spread over; they have to divide its packs. Default: 8.", HelpName = "N", DefaultValueFactory = static _ => 8 };
    private readonly Option<string?> _stage = new("--stage") { Description = "What is learned: texts, conversations or pairs. Default: told by the run and its first row." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public ExportCommand(CliEnvironment environment)
        : base("export", "Carries a training run to other programs.")
    {
        _environment = environment;
        _preset.AcceptOnlyFromAmong([.. LlamaFactoryOptions.Presets]);
        _stage.AcceptOnlyFromAmong("pt", "sft", "dpo");
        OptionChecks.Range(_gpus, static v => v is >= 1 and <= 65_536, "from 1 to 65536");
        var command = new Command("llamafactory", "Writes what LLaMA-Factory starts from, for large models on many GPUs: data, settings, DeepSpeed's file, the command.") { _config, _out, _preset, _model, _gpus, _stage, _json };
        command.SetAction(RunAsync);
        Add(command);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetRequiredValue(_out);
        if (string.IsNullOrWhiteSpace(folder) || File.Exists(folder))
            throw new UsageException("--out names no folder.");

        var options = new LlamaFactoryOptions
        {
            Preset = parsed.GetValue(_preset),
            Model = parsed.GetValue(_model),
            Devices = parsed.GetValue(_gpus),
            Stage = parsed.GetValue(_stage) is { } stage ? Enum.Parse<LlamaFactoryStage>(stage, ignoreCase: true) : null,
        };
        var export = LlamaFactoryExporter.Export(TrainingRunFile.Read(parsed.GetRequiredValue(_config)), folder, options, cancellationToken);
        foreach (var note in export.Notes)
            await _environment.Error.WriteLineAsync("note: " + Printable.Line(note));

        var report = new ExportReport(export.Folder, export.Stage.ToString().ToLowerInvariant(), export.Files, export.Data.Sum(static d => d.Rows), export.Data.Sum(static d => d.LeftOut), export.Notes);
        await _environment.Output.WriteLineAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(report, CliJson.Line.ExportReport) : report.ToText());
        return ExitCode.Done;
    }
}

/// <summary>What <c>export llamafactory</c> prints.</summary>
internal sealed record ExportReport(string Output, string Stage, IReadOnlyList<string> Files, int Rows, int LeftOut, IReadOnlyList<string> Notes)
{
    public string ToText() => $"{Output}: {Figures.Count(Rows, "row")} for stage {Stage}. Start it with: bash {Path.Combine(Output, "run.sh")}";
}
