using System.Globalization;
using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class OllamaErrorTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(400, """{"error":"prompt too long; exceeded max context length by 4 tokens"}""", LongWriterError.ContextOverflow, "context")]
    [InlineData(400, """{"error":"the prompt is longer than the context length currently available to the model"}""", LongWriterError.ContextOverflow, "16384")]
    [InlineData(400, """{"error":"\"the-model\" does not support thinking"}""", LongWriterError.BadRequest, "thinking")]
    [InlineData(401, """{"error":"unauthorized"}""", LongWriterError.Authentication, "401")]
    [InlineData(404, """{"error":"model 'the-model' not found"}""", LongWriterError.ModelNotFound, "ollama pull the-model")]
    [InlineData(404, "404 page not found", LongWriterError.ModelNotFound, "http://127.0.0.1:1/")]
    [InlineData(429, """{"error":"slow down"}""", LongWriterError.RateLimited, "slow down")]
    [InlineData(500, """{"error":"model requires more system memory (11.1 GiB) than is available (5.8 GiB)"}""", LongWriterError.BadRequest, "ContextTokens")]
    [InlineData(500, """{"error":"llama runner process has terminated"}""", LongWriterError.ServerUnavailable, "terminated")]
    [InlineData(502, "<html></html>", LongWriterError.ServerUnavailable, "web page")]
    [InlineData(503, """{"error":"server busy, please try again.  maximum pending requests exceeded"}""", LongWriterError.ServerUnavailable, "busy")]
    public async Task Each_status_is_its_own_kind_of_error_and_is_asked_once(int status, string body, LongWriterError expected, string said)
    {
        foreach (var streaming in new[] { true, false })
        {
            var handler = RecordingHandler.Of(body, "application/json", (HttpStatusCode)status);
            using var client = OllamaClients.Make(handler);

            var error = await client.FailAsync(streaming);

            Assert.Equal(expected, error.Error);
            Assert.Contains(said, error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.InnerException);
            Assert.Single(handler.Requests);
        }
    }

    [Theory]
    [InlineData("7", 7.0)]
    [InlineData("Wed, 21 Oct 2026 07:28:30 GMT", 30.0)]
    public async Task Retry_After_is_read_in_both_forms(string value, double seconds)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-10-21T07:28:00Z", CultureInfo.InvariantCulture));
        using var client = OllamaClients.Make(RecordingHandler.Of("{}", "application/json", HttpStatusCode.TooManyRequests, ("Retry-After", value)), time);

        Assert.Equal(TimeSpan.FromSeconds(seconds), (await client.FailAsync()).RetryAfter);
    }

    [Theory]
    [InlineData("{\"error\":\"an error was encountered while running the model: CUDA error\"}\n", LongWriterError.ServerUnavailable)]
    [InlineData("{\"error\":\"the input length exceeds the context length\"}\n", LongWriterError.ContextOverflow)]
    [InlineData("{\"error\":\"model 'the-model' not found\"}\n", LongWriterError.ModelNotFound)]
    [InlineData("<!DOCTYPE html>\n<html></html>\n", LongWriterError.InvalidAnswer)]
    [InlineData("{\"message\": oops}\n", LongWriterError.InvalidAnswer)]
    [InlineData("Ollama is running\n", LongWriterError.InvalidAnswer)]
    [InlineData("[]\n", LongWriterError.InvalidAnswer)]
    [InlineData("{\"response\":\"of another route\",\"done\":false}\n", LongWriterError.InvalidAnswer)]
    [InlineData("{\"message\":{\"content\":42},\"done\":false}\n", LongWriterError.InvalidAnswer)]
    [InlineData("{\"model\":\"the-model\",\"message\":{\"role\":\"assis", LongWriterError.ServerUnavailable)]
    [InlineData("", LongWriterError.ServerUnavailable)]
    public async Task Whatever_stands_in_place_of_the_end_is_an_error(string tail, LongWriterError expected)
    {
        using var client = OllamaClients.Answering(OllamaClients.Line("Half a ") + tail);

        Assert.Equal(expected, (await client.FailAsync()).Error);
    }

    [Theory]
    [InlineData("<html></html>", LongWriterError.InvalidAnswer)]
    [InlineData("{\"error\":\"boom\"}", LongWriterError.ServerUnavailable)]
    [InlineData("", LongWriterError.ServerUnavailable)]
    public async Task A_whole_answer_that_is_none_is_an_error(string body, LongWriterError expected)
    {
        using var client = OllamaClients.Answering(body, "application/json");

        Assert.Equal(expected, (await client.FailAsync(streaming: false)).Error);
    }

    [Theory]
    [InlineData("end in a chunk")]
    [InlineData("end between chunks")]
    [InlineData("clean end without done")]
    [InlineData("reset")]
    [InlineData("before the headers")]
    public async Task A_cut_connection_is_a_server_that_is_gone_and_is_not_asked_again(string how)
    {
        await using var server = new RawServer(async exchange =>
        {
            if (how == "before the headers")
                return;

            await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
            await exchange.SendChunkAsync(OllamaClients.Line("Half a "));
            switch (how)
            {
                case "end in a chunk":
                    await exchange.SendAsync("ff\r\n{\"mod");
                    break;
                case "clean end without done":
                    await exchange.SendAsync("0\r\n\r\n");
                    break;
                case "reset":
                    exchange.Reset();
                    break;
            }
        });
        using var client = OllamaClients.Make(server);

        Assert.Equal(LongWriterError.ServerUnavailable, (await client.FailAsync()).Error);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task An_unreachable_server_is_named_as_such()
    {
        Uri address;
        await using (var server = new RawServer(static _ => Task.CompletedTask))
            address = server.Address;

        using var client = OllamaWriterClient.Create(OllamaClients.Options(null, address.ToString()));

        var error = await client.FailAsync();

        Assert.Equal(LongWriterError.ServerUnavailable, error.Error);
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
    }

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
                await exchange.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                await exchange.SendChunkAsync(OllamaClients.Line("x"));
            }

            asked.SetResult();
            closed.SetResult(await exchange.ClosedByClientAsync());
        });
        using var client = OllamaClients.Make(server);
        using var cancellation = new CancellationTokenSource();

        var reading = client.ReadAsync(cancellationToken: cancellation.Token);
        await asked.Task.WaitAsync(Soon);
        await Task.Delay(100);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Soon));
        Assert.True(await closed.Task.WaitAsync(Soon));
    }

    [Fact]
    public async Task Leaving_the_loop_closes_the_connection()
    {
        var closed = new TaskCompletionSource<bool>();
        await using var server = new RawServer(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            await exchange.SendChunkAsync(OllamaClients.Line("x"));
            closed.SetResult(await exchange.ClosedByClientAsync());
        });
        using var client = OllamaClients.Make(server);

        await foreach (var update in client.GetStreamingResponseAsync("Write."))
        {
            Assert.Equal("x", update.Text);
            break;
        }

        Assert.True(await closed.Task.WaitAsync(Soon));
    }
}
