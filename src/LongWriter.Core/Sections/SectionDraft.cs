using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>A finished draft of a section.</summary>
/// <param name="Number">1 for the first draft of the section.</param>
/// <param name="Text">The draft's whole text; reviewers hand on an edited copy.</param>
/// <param name="Asked">The words that the writer was asked for.</param>
/// <param name="Words">The words of <paramref name="Text"/>, by the run's counter.</param>
public sealed record SectionDraft(int Number, string Text, int Asked, int Words)
{
    /// <summary>How the draft came about.</summary>
    public SectionAction Action { get; init; }

    /// <summary>The model's finish reason; <see cref="ChatFinishReason.Length"/> means that it was cut off.</summary>
    public ChatFinishReason? FinishReason { get; init; }

    /// <summary>The number of drafts that may still follow; 0 when this one is the last.</summary>
    public int DraftsLeft { get; init; }

    /// <summary>What the writer was told beyond the plan and the text so far: the step's text with its feedback.</summary>
    public string? Prompt { get; init; }

    /// <summary>The reviewers' joint verdict; <see langword="null"/> while they are at it.</summary>
    public SectionVerdict? Verdict { get; init; }

    /// <summary>The words of the draft as the model ended it, before reviewers edited it: what the writer's bias is learned from.</summary>
    public int DraftWords { get; init; }

    /// <summary>The draft's text as the model gave it, where reviewers edited it; else <see langword="null"/>.</summary>
    public string? Original { get; init; }

    /// <summary>Tokens that the model spent on reasoning, where it says so.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Tokens of the model's answer, where it says so.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Whether the output cap or the server cut the draft off.</summary>
    public bool IsCutOff => FinishReason == ChatFinishReason.Length;
}
