namespace LongWriter;

/// <summary>Log-probabilities of the learned tokens of sequences.</summary>
internal static class AnswerScores
{
    /// <summary>Runs sequences through a model, in as few packs as they need.</summary>
    /// <param name="pass">Computes.</param>
    /// <param name="sequences">Each an object of its own.</param>
    /// <param name="packLength">The most tokens of a pack.</param>
    /// <param name="computed">Told the summed losses of each pack.</param>
    /// <returns>By sequence, one log-probability a learned token.</returns>
    public static Dictionary<TrainingSequence, double[]> Of(TrainingPass pass, IEnumerable<TrainingSequence> sequences, int packLength, Action<TokenPack, double> computed)
    {
        var scores = new Dictionary<TrainingSequence, double[]>(ReferenceEqualityComparer.Instance);
        foreach (var pack in SequencePacker.Pack(sequences, packLength))
        {
            var losses = pass.Losses(pack);
            computed(pack, losses.Sum());
            var first = 0;
            foreach (var sequence in pack.Sequences)
            {
                scores.Add(sequence, [.. losses.Skip(first).Take(sequence.Targets).Select(static loss => -loss)]);
                first += sequence.Targets;
            }
        }

        return scores;
    }
}
