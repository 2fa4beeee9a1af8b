namespace LongWriter;

/// <summary>Writes the sections that are missing, in order; in parallel mode their first drafts all at once before.</summary>
internal sealed class WriteStage(WriterParts parts, RunServices services, RunContext context, ContextMode mode, Action<WritingUpdate> emit)
{
    private int _words;
    private int _planned;

    /// <summary>Reports the sections that earlier calls of the run have finished.</summary>
    public void ReportFinished(WritingPlan plan)
    {
        foreach (var section in services.Journal.History.Sections.ToArray())
            Report(section, plan, resumed: true);
    }

    public async ValueTask RunAsync(WritingRequest request, CancellationToken cancellationToken)
    {
        var (plan, length) = (request.Plan!, request.Length!.Value);
        var history = services.Journal.History;
        var runner = new SectionRunner(
            services, context, parts.SectionWriter, parts.ContextPolicy ?? PolicyOf(mode), parts.LengthController, new ReviewChain(parts.Reviewers), emit);
        var parallel = parts.Options.Mode == WritingMode.Parallel && plan.Steps.Count > 1;
        if (parallel)
            await DraftAllAsync(runner, request, plan, length, cancellationToken).ConfigureAwait(false);

        while (history.Sections.Count < plan.Steps.Count)
        {
            // A first draft that the budget kept out of the parallel pass is asked for as if it had been in it.
            if (parallel && DraftsOf(history.Sections.Count).Count == 0)
                await runner.DraftOnlyAsync(new WritingState(request, plan, length, history.Sections.Count, []), cancellationToken).ConfigureAwait(false);

            var state = new WritingState(request, plan, length, history.Sections.Count, [.. history.Sections]) { Drafts = DraftsOf(history.Sections.Count) };
            using var activity = RunTelemetry.StartSection(state);
            var start = services.TimeProvider.GetTimestamp();
            var section = await runner.WriteAsync(state, parallel, cancellationToken).ConfigureAwait(false);
            services.Telemetry.SectionEnded(activity, section, services.TimeProvider.GetElapsedTime(start));
            parts.Logger.SectionAccepted(context.RunId, section.Index, section.Asked, section.Written, section.Drafts);
            Report(section, plan, resumed: false);
        }
    }

    private void Report(WrittenSection section, WritingPlan plan, bool resumed)
    {
        _words += section.Written;
        _planned += plan.Steps[section.Index].Words;
        emit(new SectionFinishedUpdate(section, _words, LengthScore.Compute(_planned, _words)) { Resumed = resumed });
    }

    private IReadOnlyList<SectionDraft> DraftsOf(int index) => services.Journal.History.Drafts.TryGetValue(index, out var drafts) ? [.. drafts] : [];

    /// <summary>First drafts of all sections, each seeing the plan only; each is durable when it is there.</summary>
    private async ValueTask DraftAllAsync(SectionRunner runner, WritingRequest request, WritingPlan plan, LengthTarget length, CancellationToken cancellationToken)
    {
        var missing = Enumerable.Range(0, plan.Steps.Count).Where(i => i >= services.Journal.History.Sections.Count && DraftsOf(i).Count == 0).ToArray();
        using var slots = new SemaphoreSlim(parts.Options.MaxParallelSections);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var full = false;
        var drafts = new List<Task>();
        try
        {
            // Started in order by one loop: the last call of a budget goes to the earliest section that has none, so that no paid draft stands behind a gap.
            foreach (var index in missing)
            {
                await slots.WaitAsync(linked.Token).ConfigureAwait(false);
                if (Volatile.Read(ref full))
                    break;

                drafts.Add(DraftAsync(index));
            }
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            // The run is cancelled, or a draft has failed and stopped the others: both are thrown below, when no draft is under way any more.
        }

        await Task.WhenAll(drafts).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        async Task DraftAsync(int index)
        {
            try
            {
                await runner.DraftOnlyAsync(new WritingState(request, plan, length, index, []), linked.Token).ConfigureAwait(false);
            }
            catch (BudgetExhaustedException)
            {
                // The calls in flight hold their worst cases. They end and are kept; the pass in order asks again, and then it is final.
                Volatile.Write(ref full, true);
            }
            catch
            {
                await linked.CancelAsync().ConfigureAwait(false);
                throw;
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private static IContextPolicy PolicyOf(ContextMode mode) => mode switch
    {
        ContextMode.Window => new WindowContext(),
        ContextMode.Summary => new SummaryContext(),
        _ => new FullTextContext(),
    };
}
