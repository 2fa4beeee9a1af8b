using System.Globalization;
using System.Net;
using System.Text;
using FsCheck.Xunit;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class OpenAIErrorTests
{
    private const string Local = "http://127.0.0.1:1/v1";
    private const string Deltas = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half a \"},\"finish_reason\":null}]}\n\n";

    public static TheoryData<int, string, LongWriterError, string> Statuses => new()
    {
        { 400, """{"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","code":"context_length_exceeded"}}""", LongWriterError.ContextOverflow, "8192" },
        { 400, """{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}""", LongWriterError.ContextOverflow, "available context" },
        { 400, """{"error":{"message":"The response was filtered","code":"content_filter"}}""", LongWriterError.Refused, "filtered" },
        { 400, """{"error":{"message":"Unsupported parameter: 'max_tokens'","code":"unsupported_parameter"}}""", LongWriterError.BadRequest, "OutputCapField" },
        { 400, """{"error":{"message":"temperature must be between 0 and 2"}}""", LongWriterError.BadRequest, "temperature" },
        { 400, """{"object":"error","message":"The model `x` does not exist.","type":"NotFoundError","code":404}""", LongWriterError.ModelNotFound, "the-model" },
        { 401, """{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}""", LongWriterError.Authentication, "key" },
        { 402, """{"error":{"message":"Insufficient Balance"}}""", LongWriterError.BadRequest, "Insufficient Balance" },
        { 403, """{"error":{"message":"no access"}}""", LongWriterError.Authentication, "rights" },
        { 404, """{"error":{"message":"The model `the-model` does not exist","code":"model_not_found"}}""", LongWriterError.ModelNotFound, "the-model" },
        { 404, """{"detail":"Not Found"}""", LongWriterError.ModelNotFound, "Not Found" },
        { 408, "", LongWriterError.Timeout, "408" },
        { 413, "too big", LongWriterError.ContextOverflow, "too big" },
        { 422, """{"detail":[{"loc":["body"],"msg":"field required"}]}""", LongWriterError.BadRequest, "field required" },
        { 429, """{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}""", LongWriterError.RateLimited, "Rate limit reached" },
        { 429, """{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}""", LongWriterError.BadRequest, "no quota left" },
        { 500, """{"error":"boom"}""", LongWriterError.ServerUnavailable, "boom" },
        { 502, "<html><body>Bad Gateway</body></html>", LongWriterError.ServerUnavailable, "web page" },
        { 503, "{ broken", LongWriterError.ServerUnavailable, "{ broken" },
        { 504, "", LongWriterError.Timeout, "504" },
        { 529, "overloaded", LongWriterError.ServerUnavailable, "overloaded" },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Each_status_is_its_own_kind_of_error_and_is_asked_once(int status, string body, LongWriterError expected, string said)
    {
        foreach (var streaming in new[] { true, false })
        {
            var handler = RecordingHandler.Of(body, "application/json", (HttpStatusCode)status);
            using var client = OpenAIClients.Make(handler, Local);

            var error = await client.FailAsync(streaming);

            Assert.Equal(expected, error.Error);
            Assert.Contains(said, error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.InnerException);
            Assert.Single(handler.Requests);
        }
    }

    [Theory]
    [InlineData("Retry-After", "7", 7.0)]
    [InlineData("Retry-After", "0.25", 0.25)]
    [InlineData("retry-after", " 3 ", 3.0)]
    [InlineData("Retry-After", "Wed, 21 Oct 2026 07:28:30 GMT", 30.0)]
    [InlineData("Retry-After", "Wed, 21 Oct 2026 07:27:00 GMT", 0.0)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("Retry-After", "99999999", 86400.0)]
    [InlineData("Retry-After", "-5", 0.0)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After", "NaN", null)]
    public async Task Retry_After_is_read_in_every_form(string name, string value, double? seconds)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-10-21T07:28:00Z", CultureInfo.InvariantCulture));
        using var client = OpenAIClients.Make(RecordingHandler.Of("{}", "application/json", HttpStatusCode.TooManyRequests, (name, value)), Local, time);

        var error = await client.FailAsync();

        Assert.Equal(LongWriterError.RateLimited, error.Error);
        Assert.Equal(seconds, error.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task The_exact_form_of_Retry_After_wins_over_the_rounded_one()
    {
        using var client = OpenAIClients.Make(RecordingHandler.Of("{}", "application/json", HttpStatusCode.ServiceUnavailable, ("Retry-After", "2"), ("retry-after-ms", "1200")), Local);

        Assert.Equal(TimeSpan.FromMilliseconds(1200), (await client.FailAsync()).RetryAfter);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Rate limit","code":"rate_limit_exceeded"}}""", LongWriterError.RateLimited)]
    [InlineData("""{"error":{"message":"Provider returned error","code":503}}""", LongWriterError.ServerUnavailable)]
    [InlineData("""{"id":"c","choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],"error":{"message":"upstream","code":502}}""", LongWriterError.ServerUnavailable)]
    [InlineData("""{"error":{"message":"maximum context length exceeded","type":"invalid_request_error","code":null}}""", LongWriterError.ContextOverflow)]
    [InlineData("""{"error":{"message":"filtered","code":"content_filter"}}""", LongWriterError.Refused)]
    [InlineData("""{"error":"the engine died"}""", LongWriterError.ServerUnavailable)]
    [InlineData("""{"object":"error","message":"bad","type":"BadRequestError","code":400}""", LongWriterError.BadRequest)]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"insufficient_system_resource"}]}""", LongWriterError.ServerUnavailable)]
    public async Task An_error_inside_a_stream_is_typed(string chunk, LongWriterError expected)
    {
        using var client = OpenAIClients.Answering(Deltas + $"data: {chunk}\n\ndata: [DONE]\n\n");

        Assert.Equal(expected, (await client.FailAsync()).Error);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Log in</body></html>", "text/html", LongWriterError.InvalidAnswer)]
    [InlineData("  \n <html></html>", "text/event-stream", LongWriterError.InvalidAnswer)]
    [InlineData("Welcome!", "text/plain", LongWriterError.InvalidAnswer)]
    [InlineData("[1, 2]", "application/json", LongWriterError.InvalidAnswer)]
    [InlineData("{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[]}", "application/json", LongWriterError.InvalidAnswer)]
    [InlineData("{\"error\":{\"message\":\"no such model\",\"code\":\"model_not_found\"}}", "application/json", LongWriterError.ModelNotFound)]
    [InlineData(Deltas + "data: {\"choices\": [}\n\ndata: [DONE]\n\n", "text/event-stream", LongWriterError.InvalidAnswer)]
    [InlineData(Deltas + "data: 17\n\ndata: [DONE]\n\n", "text/event-stream", LongWriterError.InvalidAnswer)]
    [InlineData(Deltas + "data: {\"choices\":[{\"index\":\"first\"}]}\n\n", "text/event-stream", LongWriterError.InvalidAnswer)]
    [InlineData(Deltas + "error: {\"message\":\"slot unavailable\"}\n\n", "text/event-stream", LongWriterError.ServerUnavailable)]
    [InlineData(Deltas, "text/event-stream", LongWriterError.ServerUnavailable)]
    [InlineData(Deltas + "data: {\"id\":\"c\",\"choi", "text/event-stream", LongWriterError.ServerUnavailable)]
    [InlineData(Deltas + "da", "text/event-stream", LongWriterError.ServerUnavailable)]
    [InlineData("", "text/event-stream", LongWriterError.ServerUnavailable)]
    [InlineData("\n\n", "text/event-stream", LongWriterError.ServerUnavailable)]
    public async Task An_answer_with_status_200_that_is_none_is_an_error(string body, string type, LongWriterError expected)
    {
        using var client = OpenAIClients.Answering(body, type);

        Assert.Equal(expected, (await client.FailAsync()).Error);
    }

    [Theory]
    [InlineData("<html></html>", LongWriterError.InvalidAnswer)]
    [InlineData("{\"id\":", LongWriterError.InvalidAnswer)]
    [InlineData("{}", LongWriterError.InvalidAnswer)]
    [InlineData("{\"error\":{\"message\":\"busy\",\"code\":503}}", LongWriterError.ServerUnavailable)]
    public async Task A_whole_answer_that_is_none_is_an_error(string body, LongWriterError expected)
    {
        using var client = OpenAIClients.Answering(body, "application/json");

        Assert.Equal(expected, (await client.FailAsync(streaming: false)).Error);
    }

    [Theory]
    [InlineData("end in a chunk")]
    [InlineData("end between chunks")]
    [InlineData("reset")]
    [InlineData("end without length")]
    [InlineData("before the headers")]
    [InlineData("inside the headers")]
    public async Task A_cut_connection_is_a_server_that_is_gone_and_is_not_asked_again(string how)
    {
        await using var server = new RawServer(async exchange =>
        {
            switch (how)
            {
                case "before the headers":
                    return;
                case "inside the headers":
                    await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Ty");
                    return;
                case "end without length":
                    await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + Deltas);
                    return;
            }

            await exchange.SendAsync(RawExchange.ChunkedEvents);
            await exchange.SendChunkAsync(Deltas);
            if (how == "end in a chunk")
                await exchange.SendAsync("ff\r\ndata: {");
            if (how == "reset")
                exchange.Reset();
        });
        using var client = OpenAIClients.Make(server);

        var error = await client.FailAsync();

        Assert.Equal(LongWriterError.ServerUnavailable, error.Error);
        Assert.DoesNotContain("cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task What_came_before_a_cut_was_seen()
    {
        await using var server = new RawServer(async exchange =>
        {
            await exchange.SendAsync(RawExchange.ChunkedEvents);
            await exchange.SendChunkAsync(Deltas + Deltas);
        });
        using var client = OpenAIClients.Make(server);
        var text = new StringBuilder();

        await Assert.ThrowsAsync<LongWriterException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("Write."))
                text.Append(update.Text);
        });

        Assert.Equal("Half a Half a ", text.ToString());
    }

    [Fact]
    public async Task An_unreachable_server_is_named_as_such()
    {
        Uri address;
        await using (var server = new RawServer(static _ => Task.CompletedTask))
            address = server.Address;

        using var client = OpenAIWriterClient.Create(OpenAIClients.Options(null, address + "v1"));

        var error = await client.FailAsync();

        Assert.Equal(LongWriterError.ServerUnavailable, error.Error);
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_path_hints_at_v1()
    {
        using var client = OpenAIClients.Make(RecordingHandler.Of("Not Found", "text/plain", HttpStatusCode.NotFound), "http://127.0.0.1:8000");

        Assert.Contains("/v1", (await client.FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_error_body_is_not_read_to_its_end()
    {
        await using var server = new RawServer(static async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true)
                await exchange.SendChunkAsync(new string('x', 10_000));
        });
        using var client = OpenAIClients.Make(server);

        var error = await client.FailAsync();

        Assert.Equal(LongWriterError.ServerUnavailable, error.Error);
        Assert.True(error.ToString().Length < 200_000);
    }

    [Property(MaxTest = 10)]
    public void The_key_is_in_no_error_even_if_the_server_repeats_it(ushort seed)
    {
        var key = $"sk-{seed:x4}-Secret{seed * 7919}Key";
        string[] bodies =
        [
            $$$"""{"error":{"message":"Incorrect API key provided: {{{key}}}.","code":"{{{key}}}"}}""",
            $$$"""{"error":"{{{key.ToUpperInvariant()}}} is wrong"}""",
            $"Authorization: Bearer {key}",
            $"<html>{key}</html>",
            Deltas + $"data: {{\"error\":{{\"message\":\"bad {key}\"}}}}\n\n",
            Deltas + $"data: {key}\n\n",
            $"data: {{\"choices\":[{{\"index\":\"{key}\"}}]}}\n\n",
        ];
        foreach (var body in bodies)
        {
            foreach (var status in new[] { 200, 400, 401, 403, 404, 429, 500 })
            {
                var options = OpenAIClients.Options(RecordingHandler.Of(body, "application/json", (HttpStatusCode)status), Local);
                options.ApiKey = key;
                using var client = OpenAIWriterClient.Create(options);

                var error = client.FailAsync().GetAwaiter().GetResult();

                Assert.DoesNotContain(key, error.ToString() + client + options + client.GetService<ChatClientMetadata>()?.ProviderUri, StringComparison.OrdinalIgnoreCase);
            }
        }
    }
}
