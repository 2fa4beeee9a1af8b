using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Writes one section: drafts and reviews under one bound, each rejected draft and the accepted section durable.</summary>
internal sealed class SectionRunner(
    RunServices services,
    RunContext context,
    ISectionWriter writer,
    IContextPolicy policy,
    ILengthController length,
    ReviewChain reviewers,
    Action<WritingUpdate> emit)
{
    /// <summary>Worse than any text: a draft that reviewers emptied is kept only when there is no other, and then it is an error.</summary>
    private const double EmptyCost = 100;

    private readonly ConcurrentDictionary<int, DraftStream> _streams = new();

    private int MaxDrafts => context.Options.MaxDraftsPerSection;

    /// <summary>Writes the section at the state's index, going on with the drafts that the state brings along.</summary>
    public async ValueTask<WrittenSection> WriteAsync(WritingState state, bool planOnlyContext, CancellationToken cancellationToken)
    {
        var parts = planOnlyContext ? [] : await policy.SelectAsync(state, context, cancellationToken).ConfigureAwait(false);
        var stream = StreamOf(state.Index);
        if (state.Drafts.Count >= MaxDrafts && state.Drafts.All(static d => d.Verdict is not null && string.IsNullOrWhiteSpace(d.Text)))
        {
            // Drafts that reviewers emptied ended an earlier call with an error. They must not end every later one too.
            state = state with { Drafts = [] };
        }

        while (true)
        {
            if (state.Drafts is [.., { Verdict: not null } last] && last.Number >= MaxDrafts)
                return await AcceptBestAsync(state, cancellationToken).ConfigureAwait(false);

            // A draft without a verdict was written in parallel; it is reviewed here, in order.
            var draft = state.Drafts is [.., { Verdict: null } waiting]
                ? waiting
                : await DraftOrKeepAsync(state, parts, stream, cancellationToken).ConfigureAwait(false);
            if (draft is null)
                return await AcceptBestAsync(state, cancellationToken).ConfigureAwait(false);

            var earlier = state with { Drafts = [.. state.Drafts.Where(d => d.Number < draft.Number)] };
            draft = await reviewers.ReviewAsync(draft, earlier, context, cancellationToken).ConfigureAwait(false);
            if (string.IsNullOrWhiteSpace(draft.Text))
                draft = draft with { Verdict = SectionVerdict.Rewrite("", EmptyCost) };

            state = earlier with { Drafts = [.. earlier.Drafts, draft] };
            if (draft.Verdict!.Next is null)
                return await AcceptAsync(draft, earlier, cancellationToken).ConfigureAwait(false);

            await services.Journal.AppendAsync(Record(state.Index, draft, services.Meter.Spent), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One a section, so that a draft of the pass in order takes a higher number than that of the parallel pass before.</summary>
    private DraftStream StreamOf(int index) => _streams.GetOrAdd(index, static (index, emit) => new DraftStream(index, emit), emit);

    private ValueTask<WrittenSection> AcceptBestAsync(WritingState state, CancellationToken cancellationToken)
    {
        var best = state.Drafts.MinBy(static d => d.Verdict!.Cost)!;
        return string.IsNullOrWhiteSpace(best.Text) ? throw Empty() : AcceptAsync(best, state with { Drafts = [] }, cancellationToken, state.Drafts.Count);
    }

    /// <summary>The next draft, or null where the model declines to write one although an earlier draft can be kept.</summary>
    private async ValueTask<SectionDraft?> DraftOrKeepAsync(WritingState state, IReadOnlyList<string> parts, DraftStream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await DraftAsync(state, parts, stream, cancellationToken).ConfigureAwait(false);
        }
        catch (LongWriterException refused) when (refused.Error == LongWriterError.Refused && state.Drafts.Any(static d => !string.IsNullOrWhiteSpace(d.Text)))
        {
            services.Notify(new WritingNotice(NoticeKind.Warning, $"{refused.Message} The best draft so far is kept.") { Index = state.Index, Error = refused.Error });
            return null;
        }
    }

    /// <summary>Writes a first draft for parallel mode; it is journaled without a verdict.</summary>
    public async ValueTask<SectionDraft> DraftOnlyAsync(WritingState state, CancellationToken cancellationToken)
    {
        var draft = await DraftAsync(state, [], StreamOf(state.Index), cancellationToken).ConfigureAwait(false);
        await services.Journal.AppendAsync(Record(state.Index, draft, services.Meter.Spent), cancellationToken).ConfigureAwait(false);
        return draft;
    }

    private async ValueTask<SectionDraft> DraftAsync(WritingState state, IReadOnlyList<string> parts, DraftStream stream, CancellationToken cancellationToken)
    {
        var previous = state.Drafts.Count > 0 ? state.Drafts[^1] : null;
        var action = previous?.Verdict?.Next ?? SectionAction.Write;
        var budget = length.Budget(state);
        if (action is SectionAction.Continue or SectionAction.Shorten)
            budget = Remaining(budget, action, previous!, state);

        var assignment = new SectionAssignment(state, budget, parts)
        {
            Action = action,
            Previous = previous,
            Feedback = previous?.Verdict?.Feedback,
            MaxOutputTokens = OutputCap.Of(budget, action, state, context),
        };
        var attempts = new AttemptCounter(context.Options.Resilience.MaxAttempts);
        return await services.Policy.RetryAsync(
            token => TryAsync(assignment, attempts, stream, token), attempts, notice => services.Notify(notice with { Index = state.Index }), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<SectionDraft> TryAsync(SectionAssignment assignment, AttemptCounter attempts, DraftStream stream, CancellationToken cancellationToken)
    {
        var observer = new CallObserver();
        var unit = context.ForUnit(assignment.State.Index, attempts, observer);
        var (state, previous) = (assignment.State, assignment.Previous);
        stream.Begin(assignment.Action == SectionAction.Continue ? previous!.Text : null);
        var answer = new AnswerReader();
        await foreach (var update in writer.WriteAsync(assignment, unit, cancellationToken).ConfigureAwait(false))
            stream.Add(answer.Add(update));

        if (answer.FinishReason == ChatFinishReason.ContentFilter)
            throw new LongWriterException(LongWriterError.Refused, $"The model's content filter ended section {state.Index + 1}. Change the instruction or the step, or give the writer another model.");

        var text = answer.Text;
        if (string.IsNullOrWhiteSpace(text))
            throw Empty();
        if (RefusalDetector.IsRefusal(text) && context.Counter.Count(text) < assignment.Budget.Words / 2)
            throw new LongWriterException(LongWriterError.Refused, $"The model declines to write section {state.Index + 1}: \"{text.Trim()}\" Change the instruction or the step, or give the writer another model.");

        var whole = assignment.Action == SectionAction.Continue ? Continuation.Join(previous!.Text, text) : text;
        var words = context.Counter.Count(whole);
        var own = assignment.Action is SectionAction.Write or SectionAction.Rewrite;
        return new SectionDraft((previous?.Number ?? 0) + 1, whole, own ? assignment.Budget.Words : previous!.Asked, words)
        {
            Action = assignment.Action,
            DraftWords = own ? words : previous!.DraftWords,
            OutputTokens = own ? answer.OutputTokens : previous!.OutputTokens,
            ReasoningTokens = own ? answer.ReasoningTokens : previous!.ReasoningTokens,
            FinishReason = answer.FinishReason,
            DraftsLeft = Math.Max(0, MaxDrafts - (previous?.Number ?? 0) - 1),
            Prompt = observer.LastPrompt,
        };
    }

    /// <summary>What a continuation or a shortened draft is asked for.</summary>
    private static LengthTarget Remaining(LengthTarget budget, SectionAction action, SectionDraft previous, WritingState state)
    {
        // The ask compensates for the writer's bias; what is missing is counted from the range, the bias applies to it alone.
        int low = budget.Minimum ?? budget.Words, high = budget.Maximum ?? budget.Words, aim = (low + high) / 2;
        if (action == SectionAction.Shorten)
            return new LengthTarget(aim, low, high);

        var missing = Math.Max(20, aim - previous.Words);
        return new LengthTarget((int)Math.Round(missing / WriterBias.Estimate(state)), Math.Max(1, low - previous.Words), Math.Max(missing, high - previous.Words));
    }

    private async ValueTask<WrittenSection> AcceptAsync(SectionDraft draft, WritingState state, CancellationToken cancellationToken, int? drafts = null)
    {
        var range = length.Budget(state);
        // Without a stated range nobody has looked at the cut.
        var outcome = draft.IsCutOff && range.Minimum is null ? LengthOutcome.Truncated
            : range.Contains(draft.Words) ? LengthOutcome.Met
            : draft.Words > range.Maximum ? LengthOutcome.Over
            : draft.IsCutOff ? LengthOutcome.Truncated : LengthOutcome.Under;
        // A draft that was cut off keeps its trailing blank for the continuation; a section has no use for it.
        var section = new WrittenSection(state.Index, state.Step.Id, draft.Asked, draft.Words, draft.Text.TrimEnd())
        {
            Goal = range is { Minimum: { } low, Maximum: { } high } ? (low + high) / 2 : range.Words,
            DraftWords = draft.DraftWords,
            Outcome = outcome,
            FinishReason = draft.FinishReason,
            Drafts = drafts ?? draft.Number,
            OutputTokens = draft.OutputTokens,
            ReasoningTokens = draft.ReasoningTokens,
        };
        await services.Journal.AppendAsync(Record(section, services.Meter.Spent), cancellationToken).ConfigureAwait(false);
        return section;
    }

    private LongWriterException Empty() => new(
        LongWriterError.EmptyAnswer, "The model answered with nothing. Give the writer another model, or raise ReasoningTokens where it spends its output on reasoning.");

    private static SectionAccepted Record(WrittenSection s, Spend spent) => new(
        new JournaledSection(s.Index, s.StepId, s.Asked, s.Written, s.Goal, s.DraftWords, s.Outcome, s.FinishReason?.Value, s.Drafts, s.OutputTokens, s.ReasoningTokens, s.Text),
        RunRecordCodec.HashOf(s.Text))
    {
        Spent = spent,
    };

    private static DraftReviewed Record(int index, SectionDraft d, Spend spent) => new(
        index,
        new JournaledDraft(d.Number, d.Action, d.Text, d.Asked, d.Words, d.DraftWords, d.FinishReason?.Value, d.Prompt, d.OutputTokens, d.ReasoningTokens)
        {
            Original = d.Original,
            Reviewed = d.Verdict is not null,
            Next = d.Verdict?.Next,
            Feedback = d.Verdict?.Feedback,
            Cost = d.Verdict?.Cost ?? 0,
        })
    {
        Spent = spent,
    };
}
