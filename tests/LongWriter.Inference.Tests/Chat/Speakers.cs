using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>Clients whose model says what a test wants.</summary>
internal static class Speakers
{
    public const string ModelId = "pretend-1";

    public static LocalChatClient Client(Func<string, string> answer, out PretendDecoder decoder, LocalChatDefaults? defaults = null, GenerationEngineOptions? options = null, int context = 100_000, TimeProvider? time = null)
    {
        decoder = Decoder(answer, context);
        return new(new GenerationEngine(decoder, options, time), new LetterTokenizer(), new BracketTemplate(), ModelId, defaults, time);
    }

    public static LocalChatClient Client(string answer, LocalChatDefaults? defaults = null, int context = 100_000) =>
        Client(_ => answer, out _, defaults, context: context);

    /// <summary>A decoder that answers a prompt with a text and then ends it. What it says is a function of the tokens so far.</summary>
    public static PretendDecoder Decoder(Func<string, string> answer, int context = 100_000)
    {
        var tokenizer = new LetterTokenizer();
        var known = new List<(int[] Prompt, IReadOnlyList<int> Answer)>();
        return new(tokenizer.VocabularySize, context, script: tokens =>
        {
            var text = CollectionsMarshal.AsSpan((List<int>)tokens);
            var start = text.LastIndexOf(LetterTokenizer.Assistant) + 1;
            var i = 0;
            while (i < known.Count && !text[..start].SequenceEqual(known[i].Prompt))
                i++;
            if (i == known.Count)
                known.Add((text[..start].ToArray(), tokenizer.Encode(answer(tokenizer.Decode(text[..start].ToArray(), skipSpecial: false)))));

            var at = tokens.Count - start;
            return at < known[i].Answer.Count ? known[i].Answer[at] : LetterTokenizer.End;
        });
    }

    public static async Task<(string Text, List<ChatResponseUpdate> Updates)> StreamAsync(IChatClient client, string prompt, ChatOptions? options = null)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync([new(ChatRole.User, prompt)], options))
            updates.Add(update);
        return (string.Concat(updates.Select(u => u.Text)), updates);
    }

    public static async Task<LongWriterException> RefusalAsync(IChatClient client, ChatOptions? options = null, params ChatMessage[] messages) =>
        await Assert.ThrowsAsync<LongWriterException>(() => client.GetResponseAsync(messages is [] ? [new(ChatRole.User, "Hi")] : messages, options));
}
