namespace LongWriter;

/// <summary>Scores answers beside their length: a judge, a reward function, a check of their form. Called from several threads.</summary>
public interface IAnswerScorer
{
    /// <summary>The scorer's name, which stands in every row. Another name is another scorer, so that a resumed run scores anew.</summary>
    string Name { get; }

    /// <summary>Scores an answer.</summary>
    /// <param name="answer">The answer; never empty and never a refusal.</param>
    /// <param name="cancellationToken">Cancels the scoring.</param>
    /// <returns>The score, 0 to 100.</returns>
    ValueTask<double> ScoreAsync(AnswerToScore answer, CancellationToken cancellationToken);
}

/// <summary>An answer to be scored.</summary>
/// <param name="Instruction">What it answers.</param>
/// <param name="Text">The answer.</param>
/// <param name="Words">Its words, by the counter of the instruction's language.</param>
/// <param name="IsCut">Whether the output cap cut it off.</param>
public sealed record AnswerToScore(PairInstruction Instruction, string Text, int Words, bool IsCut);
