using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>What is set for the calls of a role.</summary>
/// <param name="Own">Options that go over those of the call; or null.</param>
/// <param name="ReasoningTokens">Tokens that the model may think with, on top of the call's cap.</param>
internal sealed record RoleCallOptions(ChatOptions? Own = null, int ReasoningTokens = 0)
{
    /// <summary>The options of a call.</summary>
    /// <param name="temperature">Its temperature, where none is set.</param>
    /// <param name="tokens">The tokens of an answer.</param>
    public ChatOptions Of(float temperature, int tokens)
    {
        var options = new ChatOptions { Temperature = temperature, MaxOutputTokens = tokens + ReasoningTokens };
        if (Own is not null)
            ChatOptionsMerge.Over(options, Own);
        return options;
    }
}
