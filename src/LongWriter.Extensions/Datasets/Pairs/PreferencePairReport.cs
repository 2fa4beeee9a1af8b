namespace LongWriter;

/// <summary>A sample of a run was drawn.</summary>
/// <param name="RowId">The instruction's id.</param>
/// <param name="Sample">The sample's number, from 0.</param>
/// <param name="Words">Its words.</param>
/// <param name="Samples">Samples that are there, those of earlier runs included.</param>
/// <param name="TotalSamples">Samples that will be there.</param>
public sealed record PairProgress(string RowId, int Sample, int Words, int Samples, int TotalSamples);

/// <summary>What came of the instructions.</summary>
/// <param name="Instructions">Instructions given.</param>
/// <param name="Pairs">Pairs written.</param>
public sealed record PreferencePairReport(int Instructions, int Pairs)
{
    /// <summary>Instructions whose best answer has no other one far enough below it.</summary>
    public int BelowMargin { get; init; }

    /// <summary>Instructions without a whole answer, or with one answer only.</summary>
    public int WithoutAnswers { get; init; }

    /// <summary>Instructions that state no length while there is no scorer: nothing is drawn for them.</summary>
    public int WithoutScore { get; init; }

    /// <summary>Samples of all instructions.</summary>
    public int Samples { get; init; }

    /// <summary>Of these, refusals.</summary>
    public int Refusals { get; init; }

    /// <summary>Of these, empty answers.</summary>
    public int Empty { get; init; }

    /// <summary>Of these, answers that the output cap cut off.</summary>
    public int Cut { get; init; }

    /// <summary>The chosen answers' mean score; 0 without pairs.</summary>
    public double ChosenScore { get; init; }

    /// <summary>The rejected answers' mean score; 0 without pairs.</summary>
    public double RejectedScore { get; init; }

    /// <summary>Tokens of all prompts, as far as the provider tells.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens of all answers, as far as the provider tells.</summary>
    public long OutputTokens { get; init; }
}
