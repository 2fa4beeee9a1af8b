using System.Globalization;

namespace LongWriter;

/// <summary>
/// The default length controller: length as a contract. Budgets follow from what was really written; the writer's bias is
/// learned and compensated; a draft that was cut off is continued or taken back to its last sentence; the last section is
/// written again, or shortened, until the document is within tolerance or no drafts are left.
/// </summary>
/// <param name="options">Gives <see cref="LongWriterOptions.LengthTolerance"/>.</param>
public sealed class LengthController(LongWriterOptions options) : ILengthController
{
    private const int LeastAsk = 20;

    /// <summary>A section may be this share of its goal longer before its output is cut.</summary>
    private const double SectionSlack = 0.25;

    /// <summary>Below this share of its goal a section that is not the last is carried on, although it ended by itself.</summary>
    private const double TooLittle = 0.7;

    /// <inheritdoc />
    public LengthTarget Budget(WritingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var range = RangeOf(state);
        var bias = WriterBias.Estimate(state);
        var ask = (int)Math.Round(range.Aim / bias);
        return new LengthTarget(Math.Max(LeastAsk, ask), range.Low, range.High);
    }

    /// <inheritdoc />
    public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        return new(Review(draft, state, context));
    }

    private SectionVerdict Review(SectionDraft draft, WritingState state, WritingContext context)
    {
        var range = RangeOf(state);
        if (!draft.IsCutOff)
            return ReviewWhole(draft, draft.Words, null, range, state, context);

        if (draft.Action == SectionAction.Shorten)
        {
            // A repair that was itself cut off is worse than what it was to repair, whatever others find in either.
            return Again(SectionAction.Rewrite, 1 + (state.Drafts is [.., { Verdict.Cost: var repaired }] ? repaired : 0), tooLong: true, draft, range, context);
        }

        var text = TextCut.ToSentence(draft.Text, range.Aim, range.Low, context.Counter);
        var words = text.Length == draft.Text.Length ? draft.Words : context.Counter.Count(text);
        return words < range.Low
            ? new SectionVerdict { Next = SectionAction.Continue, Text = text, Cost = CostOf(words, range) + 0.05 }
            : ReviewWhole(draft, words, text, range, state, context, cut: true);
    }

    private SectionVerdict ReviewWhole(
        SectionDraft draft, int words, string? text, LengthAim range, WritingState state, WritingContext context, bool cut = false)
    {
        if (words >= range.Low && words <= range.High)
        {
            // A document should end by itself: a cut ending is kept only when no better one comes.
            return cut && state.IsLast && draft.DraftsLeft > 0
                ? Again(SectionAction.Rewrite, CostOf(words, range) + 0.02, tooLong: true, draft, range, context) with { Text = text }
                : new SectionVerdict { Text = text, Cost = CostOf(words, range) + (cut ? 0.02 : 0) };
        }

        if (!state.IsLast)
        {
            // Written all at once, the sections could not make up for one another, so each has to come near its own goal.
            if (context.Options.Mode == WritingMode.Parallel)
                return Again(SectionAction.Rewrite, CostOf(words, range), words > range.Aim, draft, range, context) with { Text = text };

            return words < range.Aim * TooLittle && state.Sections.Count == state.Index
                ? new SectionVerdict { Next = SectionAction.Continue, Text = text, Cost = CostOf(words, range) }
                : new SectionVerdict { Text = text, Cost = CostOf(words, range) };
        }

        var action = words > range.High && words < range.Aim * 2 && draft.Action != SectionAction.Shorten && !cut
            ? SectionAction.Shorten
            : SectionAction.Rewrite;
        return Again(action, CostOf(words, range), words > range.Aim, draft, range, context) with { Text = text };
    }

    private static SectionVerdict Again(SectionAction action, double cost, bool tooLong, SectionDraft draft, LengthAim range, WritingContext context) => new()
    {
        Next = action,
        Cost = cost,
        Feedback = PromptTemplate.Fill(
            tooLong ? context.Prompts.TooLong : context.Prompts.TooShort,
            ("written", draft.Words.ToString(CultureInfo.InvariantCulture)),
            ("words", range.Aim.ToString(CultureInfo.InvariantCulture))),
    };

    /// <summary>The distance from the aim as a share of it.</summary>
    private static double CostOf(int words, LengthAim range) => Math.Abs(words - range.Aim) / (double)Math.Max(1, range.Aim);

    /// <summary>The words that the section in hand should have, by what is left of the document.</summary>
    private LengthAim RangeOf(WritingState state)
    {
        var document = LengthAim.Of(state.Length, options.LengthTolerance);
        if (state.Sections.Count < state.Index)
        {
            // Parallel mode: nothing is known of the sections before, so the plan stands.
            return Around(state.Step.Words);
        }

        var left = document.Aim - state.Written;
        if (state.IsLast)
        {
            // A document that is full already still gets an ending.
            var least = Math.Max(LeastAsk, state.Step.Words / 4);
            return left >= least
                ? new LengthAim(Math.Max(1, document.Low - state.Written), left, document.High - state.Written)
                : new LengthAim(1, least, least + (least / 2));
        }

        var planned = 0;
        for (var i = state.Index; i < state.Plan.Steps.Count; i++)
            planned += state.Plan.Steps[i].Words;

        // A writer that never gets beyond some length cannot make up for anything in the last section, so those before it do.
        var last = state.Plan.Steps[^1].Words;
        var lastShare = Math.Min((double)last * Math.Max(0, left) / planned, WriterBias.Reach(state));
        var goal = state.Step.Words * (Math.Max(0, left) - lastShare) / (planned - last);
        return Around((int)Math.Round(Math.Clamp(goal, 0.4 * state.Step.Words, 2.0 * state.Step.Words)));
    }

    private static LengthAim Around(int goal) =>
        new((int)Math.Ceiling(goal * (1 - SectionSlack)), goal, (int)Math.Floor(goal * (1 + SectionSlack)));
}
