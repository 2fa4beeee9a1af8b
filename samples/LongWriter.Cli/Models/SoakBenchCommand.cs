using System.CommandLine;

namespace LongWriter.Cli.Models;

/// <summary><c>longwriter bench soak</c>.</summary>
internal sealed class SoakBenchCommand : Command
{
    private readonly LocalModelArguments _model = new();
    private readonly Option<int> _tokens = new("--tokens") { Description = "Tokens to generate. Default: 20000.", HelpName = "N", DefaultValueFactory = static _ => 20_000 };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object, with every sample." };

    public SoakBenchCommand(CliEnvironment environment)
        : base("soak", "Generates many tokens and tells whether memory, tensors or sequences grow with them.")
    {
        // Fewer give no slope worth the name.
        OptionChecks.Range(_tokens, static v => v is >= 200 and <= 1_000_000, "from 200 to 1000000");
        _model.AddTo(this);
        Add(_tokens);
        Add(_json);
        SetAction(async (parsed, cancellationToken) =>
        {
            var report = await new SoakBench(_model.Read(parsed, environment), parsed.GetValue(_tokens), cancellationToken).RunAsync();
            await environment.Output.WriteLineAsync(parsed.GetValue(_json) ? report.ToJson() : report.ToText());
            return ExitCode.Done;
        });
    }
}
