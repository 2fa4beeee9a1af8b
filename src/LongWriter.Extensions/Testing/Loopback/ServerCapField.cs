namespace LongWriter;

/// <summary>The field of an OpenAI-style request that caps the output. Servers ignore the one they do not know.</summary>
public enum ServerCapField
{
    /// <summary>Both; the smaller one where both are sent.</summary>
    Both,

    /// <summary>Only <c>max_tokens</c>, as older compatible servers.</summary>
    MaxTokens,

    /// <summary>Only <c>max_completion_tokens</c>, as OpenAI's newer models.</summary>
    MaxCompletionTokens,
}
