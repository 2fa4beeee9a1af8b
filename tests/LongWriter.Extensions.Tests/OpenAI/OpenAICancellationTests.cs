using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class OpenAICancellationTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_closes_the_connection_of_a_silent_server(bool insideTheAnswer)
    {
        var asked = new TaskCompletionSource();
        var closed = new TaskCompletionSource<bool>();
        await using var server = new RawServer(async exchange =>
        {
            if (insideTheAnswer)
            {
                await exchange.SendAsync(RawExchange.ChunkedEvents);
                await exchange.SendChunkAsync($"data: {OpenAIClients.Delta("""{"content":"x"}""")}\n\n");
            }

            asked.SetResult();
            closed.SetResult(await exchange.ClosedByClientAsync());
        });
        using var client = OpenAIClients.Make(server);
        using var cancellation = new CancellationTokenSource();

        var reading = client.ReadAsync(cancellationToken: cancellation.Token);
        await asked.Task.WaitAsync(Soon);
        await Task.Delay(100);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Soon));
        Assert.True(await closed.Task.WaitAsync(Soon));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Leaving_the_loop_closes_the_connection()
    {
        var closed = new TaskCompletionSource<bool>();
        await using var server = new RawServer(async exchange =>
        {
            await exchange.SendAsync(RawExchange.ChunkedEvents);
            await exchange.SendChunkAsync($"data: {OpenAIClients.Delta("""{"content":"x"}""")}\n\n");
            closed.SetResult(await exchange.ClosedByClientAsync());
        });
        using var client = OpenAIClients.Make(server);

        await foreach (var update in client.GetStreamingResponseAsync("Write."))
        {
            Assert.Equal("x", update.Text);
            break;
        }

        Assert.True(await closed.Task.WaitAsync(Soon));
    }
}
