namespace LongWriter;

/// <summary>Brings a run to its plan: from the journal, from the request, or from the planner.</summary>
internal sealed class PlanStage(WriterParts parts, RunServices services, RunContext context)
{
    /// <summary>The request with plan and length.</summary>
    public async ValueTask<WritingRequest> RunAsync(WritingRequest request, CancellationToken cancellationToken)
    {
        var history = services.Journal.History;
        if (history.Plan is not { } known)
            return await MakeAsync(request, cancellationToken).ConfigureAwait(false);

        var plan = new WritingPlan(known.Steps);
        if (request.Plan is not { } edited || edited.Equals(plan))
            return request with { Plan = plan, Length = known.Length };

        var length = request.Length ?? edited.Words;
        var keep = Keep(plan, edited, request.PlanEdit, history.Sections.Count);
        await services.Journal.AppendAsync(new PlanMade([.. edited.Steps], length, keep) { Spent = services.Meter.Spent }, cancellationToken).ConfigureAwait(false);
        return request with { Length = length };
    }

    private async ValueTask<WritingRequest> MakeAsync(WritingRequest request, CancellationToken cancellationToken)
    {
        using var activity = RunTelemetry.StartPlan();
        var plan = request.Plan ?? await parts.Planner.PlanAsync(request, context, cancellationToken).ConfigureAwait(false);
        if (RequestValidation.FaultOf(plan, parts.Options) is { } fault)
            throw new LongWriterException(LongWriterError.MalformedPlan, $"The planner {parts.Planner.GetType().Name} gave a plan that cannot be written. {fault}");

        var length = request.Length ?? plan.Words;
        await services.Journal.AppendAsync(new PlanMade([.. plan.Steps], length, 0) { Spent = services.Meter.Spent }, cancellationToken).ConfigureAwait(false);
        parts.Logger.PlanReady(context.RunId, plan.Steps.Count, plan.Words);
        return request with { Plan = plan, Length = length };
    }

    /// <summary>How many finished sections stay under an edited plan.</summary>
    private int Keep(WritingPlan before, WritingPlan edited, PlanEdit choice, int written)
    {
        var same = 0;
        while (same < written && same < edited.Steps.Count && before.Steps[same].Equals(edited.Steps[same]))
            same++;

        if (same == written)
            return same;

        var kept = choice == PlanEdit.KeepFinished ? Math.Min(written, edited.Steps.Count) : same;
        services.Notify(new WritingNotice(
            NoticeKind.Warning,
            choice == PlanEdit.KeepFinished
                ? $"The plan was changed from step {same + 1} on; the {kept} finished sections are kept as they are."
                : $"The plan was changed from step {same + 1} on; {written - same} finished sections are written again."));
        return kept;
    }
}
