namespace LongWriter;

/// <summary>What an engine has done since it began, and holds now.</summary>
/// <param name="PrefilledTokens">Prompt tokens that were computed.</param>
/// <param name="CachedTokens">Prompt tokens that were not, because they were known.</param>
/// <param name="OutputTokens">Tokens that were generated.</param>
/// <param name="Steps">Calls of the decoder.</param>
/// <param name="Running">Answers being computed.</param>
/// <param name="Waiting">Requests that wait for their turn.</param>
/// <param name="CachedTexts">Finished texts that are kept.</param>
/// <param name="KeyValueBytes">Memory of running and kept texts, parts that texts share counted in each.</param>
public readonly record struct GenerationStatistics(
    long PrefilledTokens, long CachedTokens, long OutputTokens, long Steps, int Running, int Waiting, int CachedTexts, long KeyValueBytes);
