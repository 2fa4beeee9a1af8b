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
        var answers = new Dictionary<string, IReadOnlyList<int>>();
        (int Length, int[] Prompt, IReadOnlyList<int> Answer)? last = null;
        return new(tokenizer.VocabularySize, context, script: tokens =>
        {
            var start = tokens.Count;
            while (start > 0 && tokens[start - 1] != LetterTokenizer.Assistant)
                start--;
            if (last is not { } known || known.Length != start || !known.Prompt.SequenceEqual(tokens.Take(start)))
            {
                int[] prompt = [.. tokens.Take(start)];
                var text = tokenizer.Decode(prompt, skipSpecial: false);
                if (!answers.TryGetValue(text, out var ids))
                    answers[text] = ids = tokenizer.Encode(answer(text));
                last = known = (start, prompt, ids);
            }

            var at = tokens.Count - start;
            return at < known.Answer.Count ? known.Answer[at] : LetterTokenizer.End;
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
