using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Makes the tokens of the noun that a text is about a little likelier. Of a word that it has not met, a model of a few million parameters often
/// gets the first letters wrong and keeps to what it said then. A <c>logit_bias</c> of the app's own holds in its place, also an empty one.
/// </summary>
internal sealed class FavouredTopic(IChatClient inner, ModelTokenizer tokenizer) : DelegatingChatClient(inner)
{
    private const string LogitBias = "logit_bias";

    // In nats, before the temperature. Of the sections of fifteen documents about invented nouns 88 % named theirs; with 3 and 1.5 it was 81 %.
    private const float First = 4;
    private const float Further = 2;

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

        var bias = new Dictionary<int, float>();
        foreach (var token in tokenizer.Encode(" " + topic))
            bias.TryAdd(token, bias.Count == 0 ? First : Further);
        options = options?.Clone() ?? new();
        (options.AdditionalProperties ??= [])[LogitBias] = bias;
        return options;
    }
}
