using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>Breaks a seeded share of calls: before the first word, or in the middle of the answer.</summary>
internal sealed class FaultyChatClient(IChatClient inner, int seed, double rate) : DelegatingChatClient(inner)
{
    private int _arrivals;

    public int Arrivals => Volatile.Read(ref _arrivals);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var random = new Random(HashCode.Combine(seed, Interlocked.Increment(ref _arrivals)));
        var fails = random.NextDouble() < rate;
        var after = random.Next(0, 40);
        var endsSilently = random.Next(2) == 0;
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (fails && after-- == 0)
            {
                if (endsSilently)
                    yield break;

                throw new HttpIOException(HttpRequestError.ResponseEnded, "cut");
            }

            yield return update;
        }
    }
}
