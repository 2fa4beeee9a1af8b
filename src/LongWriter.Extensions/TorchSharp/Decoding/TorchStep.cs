using static TorchSharp.torch;

namespace LongWriter;

/// <summary>Tokens that go through the model together: the rows of one ragged batch, piece after piece.</summary>
internal sealed class TorchStep
{
    private readonly List<TorchPiece> _pieces = [];

    public IReadOnlyList<TorchPiece> Pieces => _pieces;

    /// <summary>Rows of all pieces.</summary>
    public int Rows { get; private set; }

    /// <summary>Cuts a batch into steps of bounded size, so that a long prompt does not need memory in proportion to its length.</summary>
    /// <param name="batch">The chunks.</param>
    /// <param name="most">Most rows of a step.</param>
    public static IEnumerable<TorchStep> Cut(IReadOnlyList<SequenceChunk> batch, int most)
    {
        var step = new TorchStep();
        foreach (var chunk in batch)
        {
            for (int done = 0, count; done < chunk.Tokens.Length; done += count)
            {
                count = Math.Min(chunk.Tokens.Length - done, most - step.Rows);
                var last = done + count == chunk.Tokens.Length;
                var logits = chunk.Logits == LogitRows.Last && !last ? LogitRows.None : chunk.Logits;
                step._pieces.Add(new((TorchSequence)chunk.Sequence, chunk.Tokens.Slice(done, count), logits, step.Rows, ((TorchSequence)chunk.Sequence).Length + done));
                step.Rows += count;
                if (step.Rows == most)
                {
                    yield return step;
                    step = new();
                }
            }
        }

        if (step.Rows > 0)
            yield return step;
    }

    /// <summary>The token ids, int64 [rows].</summary>
    public Tensor Tokens(Device device)
    {
        var ids = new long[Rows];
        foreach (var piece in _pieces)
        {
            var tokens = piece.Tokens.Span;
            for (var i = 0; i < tokens.Length; i++)
                ids[piece.Row + i] = tokens[i];
        }

        return tensor(ids, device: device);
    }

    /// <summary>The position of each row in its sequence.</summary>
    public long[] Positions()
    {
        var positions = new long[Rows];
        foreach (var piece in _pieces)
        {
            for (var i = 0; i < piece.Count; i++)
                positions[piece.Row + i] = piece.Position + i;
        }

        return positions;
    }

    /// <summary>The rows that logits are asked for, in order.</summary>
    public long[] LogitRowIndices()
    {
        var rows = new List<long>();
        foreach (var piece in _pieces)
        {
            for (var i = piece.Logits == LogitRows.All ? 0 : piece.Count - 1; i < piece.Count && piece.Logits != LogitRows.None; i++)
                rows.Add(piece.Row + i);
        }

        return [.. rows];
    }
}

/// <summary>Consecutive tokens of one sequence in a step.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Tokens">The tokens.</param>
/// <param name="Logits">Which of them get logits.</param>
/// <param name="Row">Row of the first in the step.</param>
/// <param name="Position">Position of the first in the sequence.</param>
internal readonly record struct TorchPiece(TorchSequence Sequence, ReadOnlyMemory<int> Tokens, LogitRows Logits, int Row, int Position)
{
    public int Count => Tokens.Length;
}
