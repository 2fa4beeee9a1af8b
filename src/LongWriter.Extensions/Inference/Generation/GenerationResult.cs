namespace LongWriter;

/// <summary>How an answer ended, and what it took.</summary>
/// <param name="Finish">Why it ended.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="CachedTokens">Those of them that were already computed: a prefix shared with an earlier or a concurrent request. At least the last one is always computed anew.</param>
/// <param name="OutputTokens">Tokens of the answer, the stop token included.</param>
/// <param name="StopTokenId">The stop token that ended it, where one did.</param>
public sealed record GenerationResult(GenerationFinish Finish, int PromptTokens, int CachedTokens, int OutputTokens, int? StopTokenId = null);

/// <summary>Why an answer ended.</summary>
public enum GenerationFinish
{
    /// <summary>The model chose a stop token.</summary>
    StopToken,

    /// <summary>It has <see cref="GenerationRequest.MaxTokens"/>.</summary>
    Length,

    /// <summary>Prompt and answer fill the context.</summary>
    ContextFull,

    /// <summary>It was caught in a loop (<see cref="LoopDetection"/>).</summary>
    Loop,

    /// <summary>It was left or cancelled.</summary>
    Cancelled,
}
