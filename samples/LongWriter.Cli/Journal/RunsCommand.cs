using System.CommandLine;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli.Journal;

/// <summary><c>longwriter runs</c>.</summary>
internal sealed class RunsCommand : Command
{
    public RunsCommand(CliEnvironment environment)
        : base("runs", "Lists, shows and deletes the runs of a folder.")
    {
        var journal = WriteCommand.JournalOption();
        var json = new Option<bool>("--json") { Description = "Prints one JSON object.", Recursive = true };
        journal.Recursive = true;
        Add(journal);
        Add(json);

        var list = new Command("list", "Lists the runs, newest first.");
        list.SetAction((parsed, cancellationToken) => Actions(parsed).ListAsync(cancellationToken));
        Add(list);

        var shown = new Argument<string>("runid") { Description = "The run." };
        var text = new Option<bool>("--text") { Description = "Prints the text written so far." };
        var show = new Command("show", "Shows a run: its request, figures and sections.") { shown, text };
        show.SetAction((parsed, cancellationToken) => Actions(parsed).ShowAsync(parsed.GetRequiredValue(shown), parsed.GetValue(text), cancellationToken));
        Add(show);

        var deleted = new Argument<string[]>("runid") { Description = "The runs.", Arity = ArgumentArity.OneOrMore };
        var delete = new Command("delete", "Deletes runs and the text they hold, without asking.") { deleted };
        delete.SetAction((parsed, cancellationToken) => Actions(parsed).DeleteAsync(parsed.GetRequiredValue(deleted), cancellationToken));
        Add(delete);

        RunsActions Actions(ParseResult parsed) => new(environment, parsed.GetValue(journal)!, parsed.GetValue(json));
    }
}
