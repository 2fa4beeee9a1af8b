using System.CommandLine;

namespace LongWriter.Cli.Writing;

/// <summary><c>longwriter write</c>.</summary>
internal sealed class WriteCommand : Command
{
    private readonly Argument<string?> _instruction = new("instruction")
    {
        Description = "What to write, in your own words; '-' reads it from standard input. Left out with --resume.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> _words = new("--words") { Description = "The required length in words. Default: as the instruction says, else the planner decides.", HelpName = "N" };
    private readonly Option<string?> _title = new("--title") { Description = "The document's title.", HelpName = "TEXT" };
    private readonly Option<string?> _language = new("--language") { Description = "The language to write in, such as en or zh. Default: the instruction's.", HelpName = "TAG" };
    private readonly Option<string?> _style = new("--style") { Description = "The style asked for.", HelpName = "TEXT" };
    private readonly Option<string?> _audience = new("--audience") { Description = "The readers it is for.", HelpName = "TEXT" };
    private readonly Option<string?> _material = new("--material") { Description = "A text file with source material that the document rests on.", HelpName = "FILE" };
    private readonly Option<string?> _plan = new("--plan") { Description = "A plan of your own: the text that --plan-only prints, edited as you like.", HelpName = "FILE" };
    private readonly Option<bool> _rewriteChanged = new("--rewrite-changed") { Description = "With --resume and --plan: write finished sections again from the first changed step on. Default: they are kept." };
    private readonly Option<bool> _planOnly = new("--plan-only") { Description = "Makes the plan and stops; --resume writes it later." };
    private readonly Option<string> _journal = JournalOption();
    private readonly Option<string?> _resume = new("--resume") { Description = "Goes on with a run, or returns its finished document without a call.", HelpName = "RUNID" };
    private readonly Option<bool> _accept = new("--accept-changed-settings") { Description = "Resumes although settings differ that change text." };
    private readonly Option<string?> _out = new("--out") { Description = "The file to write: .md, .html, .txt or .json. Default: the text goes to standard output.", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object at the end." };
    private readonly Option[] _settings;

    public WriteCommand(CliEnvironment environment)
        : base("write", "Writes a document: a plan first, then section by section.")
    {
        OptionChecks.Range(_words, static v => v > 0, "positive");
        _settings =
        [
            .. ProviderArguments.Make(),
            ProviderArguments.Choice(CliSettings.Context, "What the writer sees of the text so far. Default: all of it where it fits, else a summary and a window.", "full", "window", "summary"),
            ProviderArguments.Choice(CliSettings.Mode, "Sections one after the other, or all at once (faster, less coherent). Default: serial.", "serial", "parallel"),
            ProviderArguments.Choice(CliSettings.LengthControl, "Off: plain AgentWrite, whatever length comes. Default: on.", "on", "off"),
            ProviderArguments.Number<long>(CliSettings.Seed, "The seed that calls carry, for servers that honour one.", static v => v >= 0, "zero or more"),
            .. ProviderArguments.MakeSimulated(),
        ];
        Add(_instruction);
        foreach (var option in new Option[] { _words, _title, _language, _style, _audience, _material, _plan, _planOnly })
            Add(option);
        foreach (var option in _settings)
            Add(option);
        foreach (var option in new Option[] { _journal, _resume, _rewriteChanged, _accept, _out, _json })
            Add(option);

        SetAction(async (parsed, cancellationToken) => await new WriteAction(Read(parsed), environment).RunAsync(cancellationToken));
    }

    /// <summary>Where runs are kept; the same for every command.</summary>
    public static Option<string> JournalOption() => new("--journal")
    {
        Description = "The folder that runs are kept in, made where it is missing. Default: runs, below the current folder.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => "runs",
    };

    private WriteArguments Read(ParseResult parsed) => new()
    {
        Instruction = parsed.GetValue(_instruction),
        Words = parsed.GetValue(_words),
        Title = parsed.GetValue(_title),
        Language = parsed.GetValue(_language),
        Style = parsed.GetValue(_style),
        Audience = parsed.GetValue(_audience),
        MaterialFile = parsed.GetValue(_material),
        PlanFile = parsed.GetValue(_plan),
        PlanOnly = parsed.GetValue(_planOnly),
        RewriteChanged = parsed.GetValue(_rewriteChanged),
        Journal = parsed.GetValue(_journal)!,
        Resume = parsed.GetValue(_resume),
        AcceptChangedSettings = parsed.GetValue(_accept),
        Out = parsed.GetValue(_out),
        Json = parsed.GetValue(_json),
        Settings = ProviderArguments.Read(_settings, parsed),
    };
}
