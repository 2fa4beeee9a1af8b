using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Makes the tokens of the noun that a text is about a little likelier. Of a word that it has not met, a model of a few million parameters often
/// gets the first letters wrong and keeps to what it said then. A bias of the app's own holds in its place, also an empty one: of the call, of the
/// options that it starts from, or of the model's.
/// </summary>
/// <param name="inner">The model.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="sampling">How it is sampled where a call does not say.</param>
internal sealed partial class FavouredTopic(IChatClient inner, ModelTokenizer tokenizer, SamplingOptions? sampling = null) : DelegatingChatClient(inner)
{
    private const string LogitBias = "logit_bias";

    // In nats, before the temperature; docs/reproduction.md says what else was tried. A beginning of one or two letters is that of many words, and so is
    // what goes on with as few, which therefore is not favoured in sections: their plan has the noun already.
    private const float Beginning = 6;
    private const float ShortBeginning = 3;
    private const float Further = 2;
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
        if (IsBiased(options) || messages.Find(static m => m.Role == ChatRole.User) is not { } user)
            return options;

        var (task, isSection) = TaskOf(user.Text);
        if (Topic.Of(task) is not { } topic || BiasFor(topic, isSection) is not { Count: > 0 } bias)
            return options;

        options = options?.Clone() ?? new();
        (options.AdditionalProperties ??= [])[LogitBias] = bias;
        return options;
    }

    private bool IsBiased(ChatOptions? options) => options?.AdditionalProperties?.ContainsKey(LogitBias) == true
        || (options?.RawRepresentationFactory?.Invoke(InnerClient) as SamplingOptions ?? sampling)?.LogitBias is not null;

    // Behind the task stand details, the text so far and the step, which speak of other things; what is to be shortened or summed up has no task.
    private static (string Task, bool IsSection) TaskOf(string prompt)
    {
        var asked = TaskPrompt().Match(prompt);
        return asked.Success ? (asked.Groups["task"].Value, !asked.Groups["plan"].Success)
            : TextPrompt().IsMatch(prompt) ? ("", false)
            : (prompt, false);
    }

    private Dictionary<int, float> BiasFor(string topic, bool isSection)
    {
        // A space alone stands before a word that no token begins, and before every other one that has none.
        var ids = tokenizer.Encode(" " + topic);
        var tokens = ids.Select(id => (Id: id, Letters: tokenizer.Decode([id]).Trim().Length)).Where(static t => t.Letters > 0).ToList();
        var bias = new Dictionary<int, float>();
        foreach (var (id, letters) in tokens.Where((t, i) => i == 0 || !isSection || t.Letters > ShortLetters))
            bias.TryAdd(id, bias.Count > 0 ? Further : letters > ShortLetters && id == ids[0] ? Beginning : ShortBeginning);

        return bias;
    }

    // The heads of TinyPrompts; the task stands behind them, before the first of their labels.
    [GeneratedRegex(@"^(?:(?<plan>Plan this text\.|Plan the [0-9]+ parts of this text\.)|Write a section\.)\n(?<task>.*?)(?=\n(?:So far|Words|Title|Style|Readers|Language|Material|Part [0-9]+):|\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex TaskPrompt();

    [GeneratedRegex(@"^(?:Shorten this|Sum up in [0-9]+ words)\.\n", RegexOptions.CultureInvariant)]
    private static partial Regex TextPrompt();
}
