using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.AotApp;

/// <summary>
/// A model that plans and writes as asked, a few words at a time. An answer depends on the prompt alone, so a run that was
/// killed can be held against one that was not. Its first draft of one section shouts, to have that draft refused.
/// </summary>
internal sealed class PatientChatClient(int sections, TimeSpan delay, CallLog calls) : IChatClient
{
    public const string Complaint = "Do not shout.";

    private const int Shouted = 8;
    private const int WordsPerUpdate = 10;

    private static readonly string[] Vocabulary =
        "apple autumn bark blossom bough branch bud cellar cider cold compost crate dew early fence field frost fruit graft grass hedge hollow insect knife ladder leaf light loam meadow mulch night orchard pear pest plum prune quince rain ripe root row sap scion season shade slope soil spring spur stem stone summer sun thaw thin trunk warm water weed wind winter wood year young"
            .Split(' ');

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prompt = string.Concat(messages.Select(static m => m.Text));
        foreach (var piece in Answer(prompt))
        {
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
        }

        yield return new ChatResponseUpdate
        {
            FinishReason = ChatFinishReason.Stop,
            Contents = [new UsageContent(new UsageDetails { InputTokenCount = prompt.Length / 4, OutputTokenCount = 400, TotalTokenCount = (prompt.Length / 4) + 400 })],
        };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private IEnumerable<string> Answer(string prompt)
    {
        if (LastNumber(prompt, "Length of this section: ") is not { } words)
        {
            calls.Add("plan");
            var all = LastNumber(prompt, "is to have ") ?? throw new InvalidOperationException("The prompt asks for neither a plan nor a section.");
            return Plan(all);
        }

        var section = LastNumber(prompt, "Write section ") ?? throw new InvalidOperationException("The prompt does not say which section to write.");
        var again = prompt.Contains(Complaint, StringComparison.Ordinal);
        calls.Add(again ? $"section {section} again" : $"section {section}");
        return Prose(words, Seed(prompt), section == Shouted && !again ? "!\n\n" : ".\n\n");
    }

    private IEnumerable<string> Plan(int words)
    {
        for (var i = 1; i <= sections; i++)
            yield return $"Paragraph {i} - Main Point: How {Vocabulary[i]} and {Vocabulary[^i]} matter - Word Count: {words / sections} words\n";
    }

    private static IEnumerable<string> Prose(int words, int seed, string end)
    {
        var random = new Random(seed);
        for (var left = words; left > 0; left -= WordsPerUpdate)
        {
            var sentence = string.Join(' ', Enumerable.Range(0, Math.Min(WordsPerUpdate, left)).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));
            yield return char.ToUpperInvariant(sentence[0]) + sentence[1..] + (left > WordsPerUpdate ? ". " : end);
        }
    }

    private static int? LastNumber(string prompt, string mark)
    {
        var at = prompt.LastIndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
            return null;

        var digits = prompt.AsSpan(at + mark.Length);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.Parse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    // FNV-1a, 32 bits: string.GetHashCode differs from process to process.
    private static int Seed(string prompt) => (int)prompt.Aggregate(2166136261u, static (hash, c) => unchecked((hash ^ c) * 16777619u));
}
