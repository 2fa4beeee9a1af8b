namespace LongWriter;

/// <summary>The output cap of a section's call: always set, from the accepted length, the language and a reasoning allowance.</summary>
internal static class OutputCap
{
    private const double Headroom = 1.08;
    private const int Slack = 16;

    /// <summary>The cap in tokens.</summary>
    /// <param name="budget">The section's length; without a maximum three times the words asked for.</param>
    /// <param name="action">What is done: a continuation needs only what is missing, a shortened draft must never be cut.</param>
    /// <param name="state">The document so far, which tells the tokens that a word takes.</param>
    /// <param name="context">Gives the language and the reasoning allowance.</param>
    public static int Of(LengthTarget budget, SectionAction action, WritingState state, WritingContext context)
    {
        var words = action switch
        {
            SectionAction.Shorten => 2 * (budget.Maximum ?? budget.Words * 3),
            _ => budget.Maximum ?? budget.Words * 3,
        };
        var (perWord, reasoning) = Learned(state);
        var tokens = words * (perWord * Headroom ?? TokenEstimate.PerWordUpper(context.Language)) + Slack;
        return (int)Math.Min(int.MaxValue, tokens + Math.Max(context.Options.ReasoningTokens, 2 * reasoning));
    }

    /// <summary>Tokens a word, and the most that was spent on reasoning, in what the writer has given so far.</summary>
    private static (double? PerWord, long Reasoning) Learned(WritingState state)
    {
        long tokens = 0, words = 0, reasoning = 0;
        foreach (var draft in state.Drafts)
            Add(draft.OutputTokens, draft.DraftWords, draft.ReasoningTokens);
        foreach (var section in state.Sections)
            Add(section.OutputTokens, section.DraftWords, section.ReasoningTokens);

        // Below a few hundred words the figure is noise.
        return (words >= 60 ? (double)tokens / words : null, reasoning);

        void Add(long output, int written, long reasoned)
        {
            reasoning = Math.Max(reasoning, reasoned);
            if (output <= reasoned || written == 0)
                return;

            tokens += output - reasoned;
            words += written;
        }
    }
}
