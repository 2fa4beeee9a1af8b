using Microsoft.Extensions.AI;

namespace LongWriter;

internal static class ChatOptionsMerge
{
    /// <summary>Lays one set of options over another: what is set above wins.</summary>
    public static void Over(ChatOptions below, ChatOptions above)
    {
        below.ConversationId = above.ConversationId ?? below.ConversationId;
        below.Instructions = above.Instructions ?? below.Instructions;
        below.Temperature = above.Temperature ?? below.Temperature;
        below.MaxOutputTokens = above.MaxOutputTokens ?? below.MaxOutputTokens;
        below.TopP = above.TopP ?? below.TopP;
        below.TopK = above.TopK ?? below.TopK;
        below.FrequencyPenalty = above.FrequencyPenalty ?? below.FrequencyPenalty;
        below.PresencePenalty = above.PresencePenalty ?? below.PresencePenalty;
        below.Seed = above.Seed ?? below.Seed;
        below.Reasoning = above.Reasoning ?? below.Reasoning;
        below.ResponseFormat = above.ResponseFormat ?? below.ResponseFormat;
        below.ModelId = above.ModelId ?? below.ModelId;
        below.StopSequences = above.StopSequences ?? below.StopSequences;
        below.AllowMultipleToolCalls = above.AllowMultipleToolCalls ?? below.AllowMultipleToolCalls;
        below.ToolMode = above.ToolMode ?? below.ToolMode;
        below.Tools = above.Tools ?? below.Tools;
        below.RawRepresentationFactory = above.RawRepresentationFactory ?? below.RawRepresentationFactory;
        if (above.AdditionalProperties is null)
            return;

        below.AdditionalProperties ??= [];
        foreach (var (name, value) in above.AdditionalProperties)
            below.AdditionalProperties[name] = value;
    }
}
