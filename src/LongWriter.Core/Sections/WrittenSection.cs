using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>An accepted section. Immutable; it is durable in the journal before anyone sees it.</summary>
/// <param name="Index">Position in the plan, from 0.</param>
/// <param name="StepId">The id of the step that it was written for.</param>
/// <param name="Asked">The words that the writer was asked for in the kept draft.</param>
/// <param name="Written">The words of <paramref name="Text"/>, by the run's counter.</param>
/// <param name="Text">The final text.</param>
public sealed record WrittenSection(int Index, string StepId, int Asked, int Written, string Text)
{
    /// <summary>The words that were meant for the section when it was written, bias not compensated.</summary>
    public int Goal { get; init; }

    /// <summary>How the written length compares with the range that was accepted.</summary>
    public LengthOutcome Outcome { get; init; }

    /// <summary>The finish reason of the kept draft.</summary>
    public ChatFinishReason? FinishReason { get; init; }

    /// <summary>The number of drafts it took.</summary>
    public int Drafts { get; init; } = 1;

    /// <summary>The words of the kept draft as the model ended it, before reviewers edited it: what the writer's bias is learned from.</summary>
    public int DraftWords { get; init; }

    /// <summary>Tokens that the model spent on reasoning in the kept draft.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Tokens of the kept draft's answer.</summary>
    public long OutputTokens { get; init; }
}
