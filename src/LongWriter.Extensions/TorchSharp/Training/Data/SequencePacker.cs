namespace LongWriter;

/// <summary>Puts sequences into packs of a length: longest first, each where it leaves the least room. Nothing is lost, and nothing is cut.</summary>
public static class SequencePacker
{
    /// <summary>Packs sequences.</summary>
    /// <param name="sequences">The sequences; those of equal length are taken in this order.</param>
    /// <param name="packLength">The most tokens of a pack.</param>
    /// <returns>The packs, fullest first.</returns>
    /// <exception cref="ArgumentException">A sequence is empty or longer than a pack.</exception>
    public static IReadOnlyList<TokenPack> Pack(IEnumerable<TrainingSequence> sequences, int packLength)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentOutOfRangeException.ThrowIfLessThan(packLength, 1);
        var packs = new List<List<TrainingSequence>>();
        // Open packs by the room they have left, and the rooms there are.
        var open = new Stack<int>?[packLength + 1];
        var rooms = new SortedSet<int>();
        foreach (var sequence in sequences.OrderByDescending(static s => s.Length))
        {
            if (sequence.Length == 0 || sequence.Length > packLength)
                throw new ArgumentException($"{sequence.RowId} has {sequence.Length} tokens; a pack takes 1 to {packLength}.", nameof(sequences));

            var room = rooms.GetViewBetween(sequence.Length, packLength).Min;
            if (room == 0)
            {
                room = packLength;
                (open[room] ??= new()).Push(packs.Count);
                packs.Add([]);
            }

            var pack = open[room]!.Pop();
            if (open[room]!.Count == 0)
                rooms.Remove(room);

            packs[pack].Add(sequence);
            room -= sequence.Length;
            if (room > 0)
            {
                (open[room] ??= new()).Push(pack);
                rooms.Add(room);
            }
        }

        return [.. packs.Select(static p => new TokenPack(p))];
    }

    /// <summary>Share of the packs' room that sequences fill, from 0 to 1.</summary>
    /// <param name="packs">The packs.</param>
    /// <param name="packLength">The most tokens of a pack.</param>
    public static double Fill(IReadOnlyList<TokenPack> packs, int packLength)
    {
        ArgumentNullException.ThrowIfNull(packs);
        return packs.Count == 0 ? 1 : packs.Sum(static p => (double)p.Length) / ((double)packs.Count * packLength);
    }
}
