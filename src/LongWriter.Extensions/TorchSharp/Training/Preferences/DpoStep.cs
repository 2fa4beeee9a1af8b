namespace LongWriter;

/// <summary>The gradients of some pairs. Two passes: the first gives log-probabilities, and with them the loss's slope by each; the second takes these slopes back through the model.</summary>
/// <remarks>The sides of a pair need not be in one pack, so that memory is that of one pack, and a pair of two answers of its length fits.</remarks>
internal sealed class DpoStep(TrainingPass pass, DpoOptions options, int packLength)
{
    private readonly DpoLoss _loss = new(options);

    /// <summary>Adds the gradients of the pairs' mean loss.</summary>
    /// <param name="pairs">The pairs; their sides are objects of their own.</param>
    /// <param name="reference">By place in <paramref name="pairs"/>, the reference's log-probabilities of both sides.</param>
    /// <param name="computed">Told the summed losses of each pack that went through the model.</param>
    public StepResult Run(IReadOnlyList<PreferencePair> pairs, Func<int, (double[] Chosen, double[] Rejected)> reference, Action<TokenPack, double> computed)
    {
        var sides = pairs.SelectMany(static p => p.Sides).ToList();
        var scores = AnswerScores.Of(pass, sides, packLength, computed);
        var losses = new DpoPairLoss[pairs.Count];
        var weights = new Dictionary<TrainingSequence, double[]>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < pairs.Count; i++)
        {
            var (chosen, rejected) = reference(i);
            losses[i] = _loss.Of(scores[pairs[i].Chosen], chosen, scores[pairs[i].Rejected], rejected);
            weights.Add(pairs[i].Chosen, Weights(losses[i].ChosenSlopes));
            weights.Add(pairs[i].Rejected, Weights(losses[i].RejectedSlopes));
        }

        var packs = SequencePacker.Pack(sides, packLength);
        foreach (var pack in packs)
        {
            var places = pack.Sequences.SelectMany(s => weights[s]).ToArray();
            computed(pack, pass.Backward(pack, (target, _) => places[target]).Sum());
        }

        return new(packs, losses.Average(static l => l.Loss), -pairs.Sum(p => scores[p.Chosen].Sum()) / pairs.Sum(static p => (double)p.Chosen.Targets), PreferenceProgress.Of(pairs, losses));

        // A pass weighs -log p.
        double[] Weights(IReadOnlyList<double> slopes) => [.. slopes.Select(slope => -slope / pairs.Count)];
    }
}
