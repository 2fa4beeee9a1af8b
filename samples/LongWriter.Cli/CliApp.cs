using System.CommandLine;
using System.CommandLine.Help;
using LongWriter.Cli.Datasets;
using LongWriter.Cli.Evaluation;
using LongWriter.Cli.Journal;
using LongWriter.Cli.Models;
using LongWriter.Cli.Server;
using LongWriter.Cli.Training;
using LongWriter.Cli.Writing;

namespace LongWriter.Cli;

/// <summary>The command tree, and how what goes wrong in it becomes a message and an exit code.</summary>
internal static class CliApp
{
    public static async Task<int> RunAsync(string[] args, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Makes a language model write long documents at the length asked for. A stopped run goes on where it was.")
        {
            new WriteCommand(environment),
            new RunsCommand(environment),
            new SimulateServerCommand(environment),
            new ModelCommand(environment),
            new GenerateCommand(environment),
            new TokenizeCommand(environment),
            new TokenizerCommand(environment),
            new TrainCommand(environment),
            new DatasetCommand(environment),
            new EvalCommand(environment),
            new ExportCommand(environment),
            new BenchCommand(environment),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            foreach (var error in parsed.Errors)
                await environment.Error.WriteLineAsync(Printable.Line(OptionChecks.Plain(error.Message)));

            await environment.Error.WriteLineAsync($"See '{CommandLine(parsed.CommandResult.Command)} --help'.");
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = environment.Output,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception exception)
        {
            return await FailAsync(exception, environment);
        }
    }

    private static string CommandLine(Command command) =>
        command is RootCommand ? "longwriter" : $"{CommandLine(command.Parents.OfType<Command>().First())} {command.Name}";

    private static async Task<int> FailAsync(Exception exception, CliEnvironment environment)
    {
        var (message, code) = Describe(exception);
        await environment.Error.WriteLineAsync("error: " + Printable.Line(message));
        return code;
    }

    /// <summary>A message that says what to do, without a stack trace, and the exit code.</summary>
    public static (string Message, int Code) Describe(Exception exception) => exception switch
    {
        UsageException usage => (usage.Message, ExitCode.Usage),
        Microsoft.Extensions.Options.OptionsValidationException options => (options.Message, ExitCode.Usage),
        LongWriterException { Error: LongWriterError.InvalidRequest } request => (request.Message, ExitCode.Usage),
        LongWriterException known => (known.Message + ErrorHints.For(known), ExitCode.Failed),
        OperationCanceledException => ("Stopped.", ExitCode.Interrupted),
        _ => ($"{exception.Message} ({exception.GetType().Name})", ExitCode.Failed),
    };
}
