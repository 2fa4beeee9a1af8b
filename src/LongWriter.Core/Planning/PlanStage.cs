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
        var kept = Keep(plan, edited, request.PlanEdit, history.Sections.Count);
        var made = new PlanMade([.. edited.Steps], length, kept.Count) { Kept = kept.Index().All(static k => k.Index == k.Item) ? null : [.. kept], Spent = services.Meter.Spent };
        await services.Journal.AppendAsync(made, cancellationToken).ConfigureAwait(false);
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

    /// <summary>The finished sections that stay under an edited plan, in its order.</summary>
    private List<int> Keep(WritingPlan before, WritingPlan edited, PlanEdit choice, int written)
    {
        var same = 0;
        while (same < written && same < edited.Steps.Count && before.Steps[same].Equals(edited.Steps[same]))
            same++;

        List<int> kept = [.. Enumerable.Range(0, same)];
        if (same == written)
            return kept;

        if (choice == PlanEdit.KeepFinished)
        {
            for (var at = same; at < edited.Steps.Count && SectionFor(at, before, edited, written) is { } from && !kept.Contains(from); at++)
                kept.Add(from);
        }

        services.Notify(new WritingNotice(
            NoticeKind.Warning,
            choice == PlanEdit.KeepFinished
                ? $"The plan was changed from step {same + 1} on; of the {written} finished sections {kept.Count} are kept as they are."
                : $"The plan was changed from step {same + 1} on; {written - same} finished sections are written again."));
        return kept;
    }

    /// <summary>The finished section for a step: that of the same id, or that of the step which was reworded in this place.</summary>
    private static int? SectionFor(int at, WritingPlan before, WritingPlan edited, int written)
    {
        for (var i = 0; i < written; i++)
        {
            if (before.Steps[i].Id == edited.Steps[at].Id)
                return i;
        }

        return at < written && edited.Steps.All(s => s.Id != before.Steps[at].Id) ? at : null;
    }
}
