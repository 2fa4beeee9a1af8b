namespace LongWriter;

/// <summary>
/// How a writer answers to a length: what it wrote over what it was asked for, learned from the accepted sections and from the
/// drafts of the section in hand.
/// </summary>
/// <remarks>
/// The written length is modelled as bias · asked · e^noise. The estimate is the mean of log(written/asked), newer
/// observations weighing more, drawn towards 0 by a prior worth a third of an observation: a bias has a spread of about 0.35
/// in logs, a draft's noise one of about 0.2.
/// </remarks>
internal static class WriterBias
{
    private const double PriorWeight = 0.33;
    private const double Decay = 0.9;
    private const int ReachWindow = 4;
    private const double ReachMargin = 1.25;
    private const double Least = 0.25;
    private const double Greatest = 4;

    /// <summary>The factor by which the writer misses what it is asked for; 1 when nothing is known.</summary>
    public static double Estimate(WritingState state)
    {
        double sum = 0, weights = PriorWeight, weight = 1;
        foreach (var (asked, written) in Observations(state))
        {
            sum += weight * Math.Log((double)written / asked);
            weights += weight;
            weight *= Decay;
        }

        return Math.Clamp(Math.Exp(sum / weights), Least, Greatest);
    }

    /// <summary>
    /// The length that the writer does not seem to get beyond: the most it wrote in its newest texts, where it was asked for
    /// clearly more in each of them; infinite where nothing points to such a limit.
    /// </summary>
    public static double Reach(WritingState state)
    {
        int most = 0, least = int.MaxValue, seen = 0;
        foreach (var (asked, written) in Observations(state).Take(ReachWindow))
        {
            most = Math.Max(most, written);
            least = Math.Min(least, asked);
            seen++;
        }

        return seen >= 2 && least > ReachMargin * most ? most : double.PositiveInfinity;
    }

    /// <summary>Asked and written words of whole texts, newest first.</summary>
    private static IEnumerable<(int Asked, int Written)> Observations(WritingState state)
    {
        for (var i = state.Drafts.Count - 1; i >= 0; i--)
        {
            if (state.Drafts[i] is { Action: SectionAction.Write or SectionAction.Rewrite, Asked: > 0, DraftWords: > 0 } draft)
                yield return (draft.Asked, draft.DraftWords);
        }

        for (var i = state.Sections.Count - 1; i >= 0; i--)
        {
            if (state.Sections[i] is { Asked: > 0, DraftWords: > 0 } section)
                yield return (section.Asked, section.DraftWords);
        }
    }
}
