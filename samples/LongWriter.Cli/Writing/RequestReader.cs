namespace LongWriter.Cli.Writing;

/// <summary>Makes the request and the settings out of the command line, and with --resume out of the run's journal.</summary>
internal sealed class RequestReader(WriteArguments arguments, CliEnvironment environment, IJournalStore journal, string runId)
{
    public async Task<(WritingRequest Request, CliSettings Settings)> ReadAsync(CancellationToken cancellationToken)
    {
        var (request, settings) = arguments.Resume is null
            ? await StartAsync(cancellationToken)
            : await ResumeAsync(cancellationToken);
        settings = await Providers.ResolveAsync(settings, environment, cancellationToken);
        return (
            request with
            {
                Id = runId,
                Plan = arguments.PlanFile is { } plan ? await InputFile.ReadPlanAsync(plan, cancellationToken) : null,
                PlanEdit = arguments.RewriteChanged ? PlanEdit.RewriteFromChange : PlanEdit.KeepFinished,
                PlanOnly = arguments.PlanOnly,
                AcceptChangedSettings = arguments.AcceptChangedSettings,
                Metadata = new Dictionary<string, string>(request.Metadata.Concat(settings.ToMetadata()).DistinctBy(static m => m.Key)),
            },
            settings);
    }

    private async Task<(WritingRequest Request, CliSettings Settings)> StartAsync(CancellationToken cancellationToken)
    {
        var instruction = arguments.Instruction == "-" ? await environment.Input.ReadToEndAsync(cancellationToken) : arguments.Instruction;
        if (string.IsNullOrWhiteSpace(instruction))
            throw new UsageException("Say what to write: longwriter write \"Write a guide to …\". Or go on with a run: --resume RUNID.");
        if (arguments.RewriteChanged || arguments.AcceptChangedSettings)
            throw new UsageException("--rewrite-changed and --accept-changed-settings go with --resume.");

        return (await WithDetailsAsync(new WritingRequest(instruction), cancellationToken), arguments.Settings);
    }

    /// <summary>The run's own request; what the command line says beside is passed on, and the library decides whether it may differ.</summary>
    private async Task<(WritingRequest Request, CliSettings Settings)> ResumeAsync(CancellationToken cancellationToken)
    {
        RunId.Validate(runId);
        var run = await journal.ReadRunAsync(runId, cancellationToken);
        var request = run.Request;
        if (arguments.Instruction is { } instruction)
            request = request with { Instruction = instruction == "-" ? await environment.Input.ReadToEndAsync(cancellationToken) : instruction };

        return (await WithDetailsAsync(request, cancellationToken), arguments.Settings.Over(CliSettings.FromMetadata(request.Metadata)));
    }

    private async Task<WritingRequest> WithDetailsAsync(WritingRequest request, CancellationToken cancellationToken) => request with
    {
        Length = arguments.Words ?? request.Length,
        Title = arguments.Title ?? request.Title,
        Language = arguments.Language ?? request.Language,
        Style = arguments.Style ?? request.Style,
        Audience = arguments.Audience ?? request.Audience,
        Material = arguments.MaterialFile is { } file ? await InputFile.ReadAsync("--material", file, cancellationToken) : request.Material,
    };
}
