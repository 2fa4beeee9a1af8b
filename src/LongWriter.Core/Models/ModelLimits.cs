namespace LongWriter;

/// <summary>What a model can take, in tokens. A chat client offers it through <c>GetService</c>.</summary>
/// <param name="ContextTokens">Prompt and answer together, or <see langword="null"/> where unknown.</param>
/// <param name="MaxOutputTokens">The greatest answer, or <see langword="null"/> where unknown.</param>
public sealed record ModelLimits(int? ContextTokens, int? MaxOutputTokens = null);
