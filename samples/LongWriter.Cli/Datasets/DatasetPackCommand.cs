using System.CommandLine;
using System.Text.Json;

namespace LongWriter.Cli.Datasets;

/// <summary><c>longwriter dataset pack</c>.</summary>
internal sealed class DatasetPackCommand : Command
{
    private static readonly string[] Files = [PackFiles.Inputs, PackFiles.Labels, PackFiles.Weights, PackFiles.Segments];

    private readonly CliEnvironment _environment;
    private readonly DatasetArguments _arguments = new();
    private readonly Option<int> _length = new("--length") { Description = "Tokens of a pack, and the most of a row. Default: 32768.", HelpName = "N", DefaultValueFactory = static _ => 32_768 };
    private readonly Option<string> _out = new("--out") { Description = "The folder for the files.", HelpName = "DIR", Required = true };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public DatasetPackCommand(CliEnvironment environment)
        : base("pack", "Packs rows and writes the files that the trainer of the LongWriter authors reads.")
    {
        _environment = environment;
        _arguments.AddTo(this);
        foreach (var option in new Option[] { _length, _out, _json })
            Add(option);

        OptionChecks.Range(_length, static v => v is >= 2 and <= 1 << 20, "from 2 to 1048576");
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (folder, length) = (parsed.GetRequiredValue(_out), parsed.GetValue(_length));
        var source = _arguments.Read(parsed);
        source = source with { Options = source.Options with { MaxLength = length } };
        if (string.IsNullOrWhiteSpace(folder) || File.Exists(folder))
            throw new UsageException("--out names no folder.");
        if (Files.FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) is { } there)
            throw new UsageException($"--out {folder} has a {there} already. Name another folder.");

        var data = source.Read(cancellationToken);
        // The authors' trainer does not shuffle.
        var random = new Random(unchecked((int)source.Options.Seed));
        var sequences = data.Sequences.ToArray();
        random.Shuffle(sequences);
        var packs = SequencePacker.Pack(sequences, length).ToArray();
        random.Shuffle(packs);
        var padding = source.Tokenizer.EosTokenId ?? 0;
        PackFiles.Write(folder, packs, length, padding);

        var report = PackReport.Of(folder, length, source.TemplateName, padding, data.Report, packs);
        await _environment.Output.WriteLineAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(report, CliJson.Line.PackReport) : report.ToText(data.Report));
        return ExitCode.Done;
    }
}
