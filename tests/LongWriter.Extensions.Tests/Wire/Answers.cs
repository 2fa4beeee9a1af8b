using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>Reads answers to their end.</summary>
internal static class Answers
{
    public static async Task<List<ChatResponseUpdate>> ReadAsync(this IChatClient client, ChatOptions? options = null, string prompt = "Write.", CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, cancellationToken))
            updates.Add(update);

        return updates;
    }

    public static async Task<LongWriterException> FailAsync(this IChatClient client, bool streaming = true) =>
        await Assert.ThrowsAsync<LongWriterException>(() => streaming ? client.ReadAsync() : client.GetResponseAsync("Write."));

    public static string TextOf(this IEnumerable<ChatResponseUpdate> updates) => string.Concat(updates.Select(static u => u.Text));

    public static UsageDetails UsageOf(this IEnumerable<ChatResponseUpdate> updates) =>
        Assert.Single(updates.SelectMany(static u => u.Contents).OfType<UsageContent>()).Details;
}
