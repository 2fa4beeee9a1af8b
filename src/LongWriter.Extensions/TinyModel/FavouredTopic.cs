using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Makes the tokens of the noun that a text is about a little likelier. Of a word that it has not met, a model of a few million parameters often
/// gets the first letters wrong and keeps to what it said then. A <c>logit_bias</c> of the app's own holds in its place, also an empty one.
/// </summary>
internal sealed class FavouredTopic(IChatClient inner, ModelTokenizer tokenizer) : DelegatingChatClient(inner)
{
    private const string LogitBias = "logit_bias";

    // How all plan prompts of TinyPrompts begin.
    private const string PlanPrompt = "Plan ";

    // In nats, before the temperature. Of the sections of 24 documents about invented nouns 88 % named theirs, and 78 % without it. It is the beginning
    // that gets lost; a beginning of one or two letters is that of many words, and what goes on is favoured in plans alone, which have few.
    private const float Beginning = 4;
    private const float ShortBeginning = 2;
    private const float FurtherInPlans = 2;
    private const int ShortLetters = 2;

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        return base.GetResponseAsync(asked, With(asked, options), cancellationToken);
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        return base.GetStreamingResponseAsync(asked, With(asked, options), cancellationToken);
    }

    private ChatOptions? With(List<ChatMessage> messages, ChatOptions? options)
    {
        if (options?.AdditionalProperties?.ContainsKey(LogitBias) == true || messages.Find(static m => m.Role == ChatRole.User) is not { } user || Topic.Of(user.Text) is not { } topic)
            return options;

        var tokens = tokenizer.Encode(" " + topic);
        var isShort = tokenizer.Decode([tokens[0]]).Trim().Length <= ShortLetters;
        var bias = new Dictionary<int, float> { [tokens[0]] = isShort ? ShortBeginning : Beginning };
        if (user.Text.StartsWith(PlanPrompt, StringComparison.Ordinal))
        {
            foreach (var token in tokens.Skip(1))
                bias.TryAdd(token, FurtherInPlans);
        }

        options = options?.Clone() ?? new();
        (options.AdditionalProperties ??= [])[LogitBias] = bias;
        return options;
    }
}
