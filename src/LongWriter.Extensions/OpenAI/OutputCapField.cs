namespace LongWriter;

/// <summary>The field of a request that carries the output cap.</summary>
public enum OutputCapField
{
    /// <summary><c>max_completion_tokens</c>, the field of OpenAI's own API; its reasoning models refuse the older one.</summary>
    MaxCompletionTokens,

    /// <summary><c>max_tokens</c>, the older field, for servers that reject the new one.</summary>
    MaxTokens,

    /// <summary>Both fields with the same value: many compatible servers read only one of them and ignore the other without a word.</summary>
    Both,
}
