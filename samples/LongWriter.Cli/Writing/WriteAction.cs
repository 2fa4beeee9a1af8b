using LongWriter.Cli.Exports;
using LongWriter.Cli.Progress;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Cli.Writing;

/// <summary>Writes or resumes one document: everything that can be wrong is looked at before anything is spent.</summary>
internal sealed class WriteAction(WriteArguments arguments, CliEnvironment environment)
{
    private readonly string _runId = arguments.Resume ?? RunId.New(environment.TimeProvider);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(arguments.Journal))
            throw new UsageException("--journal names no folder.");

        var export = arguments.Out is { } path ? ExportFile.Prepare(path, arguments.PlanOnly) : null;
        var journal = new FileJournalStore(arguments.Journal);
        try
        {
            var (request, settings) = await new RequestReader(arguments, environment, journal, _runId).ReadAsync(cancellationToken);
            var services = new ServiceCollection();
            services.AddSingleton(environment.TimeProvider);
            var builder = services.AddLongWriter(settings.Apply).UseJournal(_ => journal);
            if (settings[CliSettings.LengthControl] == "off")
                builder.UseLengthController<NoLengthController>();

            Providers.Use(builder, settings, environment);
            await using var provider = services.BuildServiceProvider();
            var writer = provider.GetRequiredService<ILongWriter>();
            var document = await WatchAsync(writer, request, settings, cancellationToken);
            return await EndAsync(document, writer, export, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await StoppedAsync(journal);
        }
        catch (Exception exception) when (exception is not UsageException)
        {
            return await FailedAsync(exception, journal);
        }
    }

    private async Task<WritingDocument> WatchAsync(ILongWriter writer, WritingRequest request, CliSettings settings, CancellationToken cancellationToken)
    {
        var watch = new RunWatch(request, Providers.Describe(settings), environment.TimeProvider);
        IProgressView view = environment.Terminal is { } terminal && !arguments.PlanOnly
            ? new LiveProgress(terminal, watch)
            : new PlainProgress(environment.Error, watch, showPlan: !arguments.PlanOnly);
        WritingDocument? document = null;
        await view.RunAsync(async apply =>
        {
            await foreach (var update in writer.WriteStreamingAsync(request, cancellationToken))
            {
                apply(update);
                document = (update as DocumentFinishedUpdate)?.Document ?? document;
            }
        });
        return document ?? throw new InvalidOperationException("The run ended without a document.");
    }

    private async Task<int> EndAsync(WritingDocument document, ILongWriter writer, ExportFile? export, CancellationToken cancellationToken)
    {
        var completed = document.Status == WritingStatus.Completed;
        var plan = arguments.PlanOnly ? PlanText(document, writer) : null;
        var resume = completed ? null : ResumeCommand.For(_runId, arguments);
        if (export is not null)
        {
            // A stop that comes now would throw the finished work's file away, and it takes a moment only.
            await export.WriteAsync(plan is null ? export.Render(document) : plan + "\n", CancellationToken.None);
        }

        if (arguments.Json)
            await environment.Output.WriteLineAsync(WriteReports.ToJson(WriteReports.Of(document, export?.Path, plan, resume)));
        else if (export is null)
            await environment.Output.WriteLineAsync(plan ?? MarkdownExport.Render(document));
        else
            await environment.Output.WriteLineAsync(export.Path);

        var summary = arguments.Json || export is null ? environment.Error : environment.Output;
        await summary.WriteLineAsync(arguments.PlanOnly && document.Status == WritingStatus.Planned ? Summary.OfPlan(document) : Summary.Of(document));
        if (resume is not null)
            await environment.Error.WriteLineAsync($"{(plan is null ? "Go on" : "Write it")} with:\n  {resume}");

        return completed || document.Status == WritingStatus.Planned ? ExitCode.Done : ExitCode.Interrupted;
    }

    private async Task<int> StoppedAsync(FileJournalStore journal)
    {
        var run = await FindAsync(journal);
        var resume = run is null ? null : ResumeCommand.For(_runId, arguments);
        if (arguments.Json)
            await environment.Output.WriteLineAsync(WriteReports.ToJson(WriteReports.Of(_runId, run, null, resume)));

        await environment.Error.WriteLineAsync(run is null ? "Stopped before anything was begun." : $"Stopped. {Summary.Of(run)} Go on with:\n  {resume}");
        return ExitCode.Interrupted;
    }

    private async Task<int> FailedAsync(Exception exception, FileJournalStore journal)
    {
        var (message, code) = CliApp.Describe(exception);
        // A store that fails cannot be asked what it holds.
        var run = exception is LongWriterException { Error: LongWriterError.JournalUnavailable or LongWriterError.JournalDamaged } ? null : await FindAsync(journal);
        var resumable = run is not null && exception is LongWriterException { IsResumable: true } or ExportException;
        var resume = resumable ? ResumeCommand.For(_runId, arguments) : null;
        if (arguments.Json)
        {
            var error = new ErrorReport(exception is LongWriterException known ? WriteReports.Name(known.Error) : "other", exception.Message);
            await environment.Output.WriteLineAsync(WriteReports.ToJson(WriteReports.Of(_runId, run, error, resume)));
        }

        await environment.Error.WriteLineAsync("error: " + Printable.Line(message));
        if (resume is not null)
            await environment.Error.WriteLineAsync($"Run {_runId} is kept. {Summary.Of(run!)} Go on with:\n  {resume}");

        return code;
    }

    private async Task<WritingRun?> FindAsync(FileJournalStore journal)
    {
        try
        {
            return await journal.ReadRunAsync(_runId);
        }
        catch (LongWriterException)
        {
            // There is no such run, or it cannot be read: then there is nothing to tell about it beside the first error.
            return null;
        }
    }

    private static string PlanText(WritingDocument document, ILongWriter writer)
    {
        var prompts = writer.GetService<LongWriterOptions>()!.GetPrompts(document.Request.Language ?? "en");
        return document.Plan.ToString(prompts);
    }
}
