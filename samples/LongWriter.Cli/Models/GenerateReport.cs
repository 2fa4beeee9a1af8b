namespace LongWriter.Cli.Models;

/// <summary>What <c>generate --json</c> prints.</summary>
internal sealed record GenerateReport(string Text, int[] Tokens, string FinishReason)
{
    public int PromptTokens { get; init; }

    public int OutputTokens { get; init; }

    /// <summary>The stop token that ended it; it is not among the tokens.</summary>
    public int? StopToken { get; init; }

    public double ElapsedSeconds { get; init; }
}
