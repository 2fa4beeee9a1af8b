using System.CommandLine;

namespace LongWriter.Cli.Models;

/// <summary><c>longwriter bench reuse</c>.</summary>
internal sealed class ReuseBenchCommand : Command
{
    private readonly LocalModelArguments _model = new();
    private readonly Option<int> _sections = Tokens("--sections", "Sections of the document. Default: 20.", 20);
    private readonly Option<int> _section = Tokens("--section-tokens", "Tokens of a section. Default: 800.", 800);
    private readonly Option<int> _head = Tokens("--head-tokens", "Tokens before the text, as of task and plan. Default: 1200.", 1_200);
    private readonly Option<int> _tail = Tokens("--tail-tokens", "Tokens behind the text so far, as of the next section's point. Default: 120.", 120);
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public ReuseBenchCommand(CliEnvironment environment)
        : base("reuse", "A document section by section, with reuse of what prompts have in common and without; its tokens are random.")
    {
        _model.AddTo(this);
        foreach (var option in new Option[] { _sections, _section, _head, _tail, _json })
            Add(option);

        SetAction(async (parsed, cancellationToken) =>
        {
            var shape = new DocumentShape(parsed.GetValue(_sections), parsed.GetValue(_section), parsed.GetValue(_head), parsed.GetValue(_tail));
            var report = await new ReuseBench(_model.Read(parsed, environment), shape, cancellationToken).RunAsync();
            await environment.Output.WriteLineAsync(parsed.GetValue(_json) ? report.ToJson() : report.ToText());
            return ExitCode.Done;
        });
    }

    private static Option<int> Tokens(string name, string description, int standard) => OptionChecks.Range(
        new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard }, static v => v is > 0 and <= 1_000_000, "from 1 to 1000000");
}
