namespace LongWriter.Cli.Training;

/// <summary>A pair's log-probabilities, natural.</summary>
/// <param name="Row">Where it stands.</param>
/// <param name="Chosen">The chosen side.</param>
/// <param name="Rejected">The rejected side.</param>
/// <param name="Losses">Each variant of DPO by its name, where there is a reference.</param>
internal sealed record PairReport(string Row, SideReport Chosen, SideReport Rejected, Dictionary<string, VariantReport>? Losses);

/// <summary>A side of a pair.</summary>
/// <param name="Ids">Token ids.</param>
/// <param name="Labels">As many; -100 where nothing is learned.</param>
/// <param name="Logprob">The sum over the learned tokens.</param>
/// <param name="TokenLogprobs">Of each learned token, in order.</param>
/// <param name="ReferenceLogprob">The sum under the reference.</param>
/// <param name="ReferenceTokenLogprobs">Of each learned token under the reference.</param>
internal sealed record SideReport(
    IReadOnlyList<int> Ids, IReadOnlyList<int> Labels, double Logprob, IReadOnlyList<double> TokenLogprobs, double? ReferenceLogprob, IReadOnlyList<double>? ReferenceTokenLogprobs)
{
    public SideReport(TrainingSequence side, double[] scores, double[]? reference)
        : this(side.Ids, side.Labels, scores.Sum(), scores, reference?.Sum(), reference)
    {
    }
}

/// <summary>A variant's loss, with what it is computed by.</summary>
internal sealed record VariantReport(double Loss, double Beta, double LabelSmoothing, double LengthAlpha, double SftWeight, double ChosenReward, double RejectedReward)
{
    public static VariantReport Of(DpoOptions options, DpoPairLoss loss) =>
        new(loss.Loss, options.Beta, options.LabelSmoothing, options.LengthAlpha, options.SftWeight, loss.ChosenReward, loss.RejectedReward);
}
