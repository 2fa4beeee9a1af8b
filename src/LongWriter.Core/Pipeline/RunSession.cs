namespace LongWriter;

/// <summary>One call of one run: opens the journal, plans or resumes, writes, and ends.</summary>
internal sealed class RunSession(WriterParts parts, CallPolicy policy, RunTelemetry telemetry, Action<WritingUpdate> emit) : IAsyncDisposable
{
    private readonly TimeProvider _time = parts.TimeProvider;
    private string _runId = "";
    private RunJournal? _journal;
    private RunMeter? _meter;
    private Spend _recorded = new();

    private LongWriterOptions Options => parts.Options;

    public async Task RunAsync(WritingRequest asked, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var request = RequestValidation.Resolve(asked, Options);
        _runId = asked.Id ?? parts.NewRunId(_time);
        using var activity = telemetry.StartRun(_runId, request);
        try
        {
            var document = await WriteAsync(asked, request, cancellationToken).ConfigureAwait(false);
            RunTelemetry.RunEnded(activity, document, _time.GetElapsedTime(start));
            parts.Logger.RunEnded(_runId, document.Status, document.Words, document.LengthScore, document.Usage.Calls);
            Emit(new DocumentFinishedUpdate(document));
        }
        catch (Exception exception)
        {
            RunTelemetry.RunFailed(activity, exception, _time.GetElapsedTime(start));
            await FailedAsync(exception, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<WritingDocument> WriteAsync(WritingRequest asked, WritingRequest request, CancellationToken cancellationToken)
    {
        var prices = new RunPrices(parts, request);
        prices.CheckBudget();
        _journal = await RunJournal.OpenAsync(parts.Journals, _runId, cancellationToken).ConfigureAwait(false);
        var history = _journal.History;
        _recorded = history.Spent;
        var start = await RunStart.EnsureAsync(_journal, _runId, asked, request, parts, Notify, cancellationToken).ConfigureAwait(false);
        request = request with { Id = _runId, Language = start.Language };
        _meter = new RunMeter(request.Budget ?? Options.Budget, Options.Prices, history.Spent, _time);
        var services = new RunServices
        {
            Options = Options,
            Request = request,
            Language = start.Language,
            TokensPerPromptCharacter = TokenEstimate.PerPromptCharacter(request, start.Language),
            Policy = policy,
            Meter = _meter,
            Telemetry = telemetry,
            TimeProvider = _time,
            Journal = _journal,
            Clients = parts.Clients,
            Notify = Notify,
            ContextTokens = parts.ContextTokens,
        };
        var context = new RunContext(services)
        {
            RunId = _runId,
            Options = Options,
            Language = start.Language,
            Prompts = Options.GetPrompts(start.Language),
            Counter = WordCounters.ForLanguage(start.Language),
            TimeProvider = _time,
            Logger = parts.Logger,
            JournaledWindow = history.Window,
        };
        try
        {
            var resumed = history.Plan is not null;
            request = await new PlanStage(parts, services, context).RunAsync(request, cancellationToken).ConfigureAwait(false);
            Emit(new PlanReadyUpdate(request.Plan!, request.Length!.Value, prices.EstimateAfter(request, _meter.TokensPerSecond)) { Resumed = resumed });
            var status = WritingStatus.Planned;
            var writing = new WriteStage(parts, services, context, start.Context, Emit);
            writing.ReportFinished(request.Plan!);
            if (!asked.PlanOnly || history.End is not null)
            {
                await writing.RunAsync(request, cancellationToken).ConfigureAwait(false);
                status = WritingStatus.Completed;
            }

            return await new EndStage(parts, services, context).RunAsync(request, status, cancellationToken).ConfigureAwait(false);
        }
        catch (BudgetExhaustedException exhausted)
        {
            Notify(new WritingNotice(NoticeKind.Warning, exhausted.Message + " The same id goes on under a raised budget."));
            return await new EndStage(parts, services, context).RunAsync(request, WritingStatus.BudgetExhausted, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps the spend of a run that stops, and tells the error which run it was.</summary>
    private async ValueTask FailedAsync(Exception exception, CancellationToken cancellationToken)
    {
        var whole = _journal is not null && exception is not LongWriterException { Error: LongWriterError.JournalDamaged };
        var writable = whole && exception is not LongWriterException { Error: LongWriterError.JournalUnavailable };
        if (writable && _meter is { } meter && meter.Spent.Started > _recorded.Started)
        {
            try
            {
                await _journal!.AppendAsync(new SpendNoted { Spent = meter.Spent }, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception journal)
            {
                // The first failure is the one to report; this one is for the log.
                parts.Logger.RunFailed(_runId, "the spend could not be journaled", journal);
            }
        }

        if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            parts.Logger.RunStopped(_runId);
            return;
        }

        if (exception is LongWriterException known)
        {
            known.RunId ??= _runId;
            known.IsResumable = known.IsResumable || (whole && known.Error is not (LongWriterError.InvalidRequest or LongWriterError.RunConflict or LongWriterError.SettingsChanged));
        }

        // The messages of these quote the model, and texts are logged only where that was opted into.
        if (!Options.EnableSensitiveData && exception is LongWriterException { Error: LongWriterError.Refused or LongWriterError.MalformedPlan } quoting)
            parts.Logger.RunFailed(_runId, quoting.Error.ToString(), null);
        else
            parts.Logger.RunFailed(_runId, exception.Message, exception);
    }

    private void Emit(WritingUpdate update) => emit(update with { RunId = _runId });

    private void Notify(WritingNotice notice)
    {
        if (notice.Kind == NoticeKind.Retry)
            RunTelemetry.Retried(notice.Error);

        parts.Logger.Notice(_runId, Options.EnableSensitiveData || notice.Error is not LongWriterError.MalformedPlan ? notice.Message : "the plan is asked for again");
        Emit(new NoticeUpdate(notice));
    }

    public async ValueTask DisposeAsync()
    {
        if (_journal is not null)
            await _journal.DisposeAsync().ConfigureAwait(false);
    }
}
