namespace LongWriter;

/// <summary>A pack's tokens as the model takes them: one flat row, cut into segments.</summary>
internal sealed class PackLayout
{
    public PackLayout(TokenPack pack)
    {
        (Ids, Positions, Segments) = (new long[pack.Length], new long[pack.Length], new (int, int)[pack.Sequences.Count]);
        var (at, targets) = (0, new List<(int, int, int)>());
        for (var s = 0; s < pack.Sequences.Count; s++)
        {
            var sequence = pack.Sequences[s];
            Segments[s] = (at, sequence.Length);
            for (var i = 0; i < sequence.Length; i++)
            {
                (Ids[at + i], Positions[at + i]) = (sequence.Ids[i], i);
                if (i > 0 && sequence.Labels[i] != TrainingSequence.Ignored)
                    targets.Add((at + i - 1, sequence.Labels[i], s));
            }

            at += sequence.Length;
        }

        Targets = [.. targets];
    }

    public long[] Ids { get; }

    /// <summary>Each sequence begins at 0.</summary>
    public long[] Positions { get; }

    public (int Start, int Length)[] Segments { get; }

    /// <summary>The row whose logits are asked for, the token that is learned there, and the sequence it belongs to.</summary>
    public (int Row, int Token, int Sequence)[] Targets { get; }
}
