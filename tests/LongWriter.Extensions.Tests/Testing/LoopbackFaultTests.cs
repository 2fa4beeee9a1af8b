using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class LoopbackFaultTests
{
    private const string Path = "v1/chat/completions";

    [Fact]
    public async Task Which_calls_fail_depends_on_seed_and_arrival_alone()
    {
        var runs = new List<List<FaultKind?>>();
        foreach (var (seed, prompt) in new[] { (1ul, "hello"), (1ul, "other"), (2ul, "hello") })
        {
            await using var server = await LoopbackModelServer.StartAsync(new()
            {
                Faults = new() { Seed = seed, Rate = 0.4, Kinds = [FaultKind.RateLimited, FaultKind.ServerError, FaultKind.Unavailable] },
            });
            using var http = Http.To(server);
            for (var i = 0; i < 60; i++)
                (await http.SendAsync(Path, Http.OpenAI(prompt))).Dispose();

            runs.Add([.. server.Requests.Select(r => r.Fault)]);
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
        Assert.InRange(runs[0].Count(f => f is not null), 12, 36);
        Assert.Equal(4, runs[0].Distinct().Count());
    }

    [Fact]
    public async Task Faults_keep_to_their_first_and_last_arrival()
    {
        await using var server = await LoopbackModelServer.StartAsync(new()
        {
            Faults = new() { Rate = 1, Kinds = [FaultKind.ServerError], FirstArrival = 2, LastArrival = 3 },
        });
        using var http = Http.To(server);
        for (var i = 0; i < 5; i++)
        {
            (await http.SendAsync(Path, Http.OpenAI("hello"))).Dispose();
            (await http.GetAsync("v1/models")).Dispose();
        }

        Assert.Equal([200, 500, 500, 200, 200], server.Requests.Where(r => r.Arrival > 0).Select(r => r.Status));
        Assert.Equal([1, 0, 2, 0, 3, 0, 4, 0, 5, 0], server.Requests.Select(r => r.Arrival));
    }

    [Fact]
    public async Task Too_many_requests_says_when_to_come_again_in_seconds_or_as_a_date()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 5, 6, 7, 8, 9, 500, TimeSpan.Zero));
        foreach (var asDate in new[] { false, true })
        {
            await using var server = await LoopbackModelServer.StartAsync(new()
            {
                TimeProvider = clock,
                Faults = new() { Choose = _ => FaultKind.RateLimited, RetryAfter = TimeSpan.FromSeconds(1.2), RetryAfterAsDate = asDate },
            });
            using var http = Http.To(server);

            using var response = await http.SendAsync(Path, Http.OpenAI("hello"));

            Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
            Assert.Equal("rate_limit_exceeded", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["code"]!);
            var header = Assert.Single(response.Headers.GetValues("Retry-After"));
            Assert.Equal(asDate ? "Mon, 06 May 2030 07:08:12 GMT" : "2", header);
            var served = Assert.Single(server.Requests);
            Assert.Equal((429, FaultKind.RateLimited, TimeSpan.FromSeconds(2)), (served.Status, served.Fault, served.RetryAfter));
            Assert.Equal(clock.GetUtcNow(), served.Timestamp);
            Assert.False(served.Finished);
        }
    }

    [Theory]
    [InlineData(FaultKind.ServerError, 500)]
    [InlineData(FaultKind.Unavailable, 503)]
    public async Task Server_errors_have_the_style_of_the_protocol(FaultKind kind, int status)
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { Faults = new() { Choose = _ => kind } });
        using var http = Http.To(server);

        var openAI = await http.PostAsync(Path, Http.OpenAI("hello"), (HttpStatusCode)status);
        var ollama = await http.PostAsync("api/chat", Http.Ollama("hello"), (HttpStatusCode)status);

        Assert.Equal("server_error", (string)openAI["error"]!["type"]!);
        Assert.NotEmpty((string)ollama["error"]!);
    }

    [Theory]
    [InlineData("v1/chat/completions")]
    [InlineData("api/chat")]
    public async Task A_cut_stream_breaks_off_after_its_chunk(string path)
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { Faults = new() { Choose = _ => FaultKind.CutStream, AtChunk = 3 } });
        using var http = Http.To(server);
        var body = path == Path ? Http.OpenAI(Prompts.Step("en", 200), stream: true) : Http.Ollama(Prompts.Step("en", 200));

        await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(path, body));

        var served = Assert.Single(server.Requests);
        Assert.Equal((3, false, FaultKind.CutStream), (served.ChunksSent, served.Finished, served.Fault));
    }

    [Fact]
    public async Task An_early_end_is_clean_and_has_no_finish_reason()
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { Faults = new() { Choose = _ => FaultKind.EarlyEnd, AtChunk = 4 } });
        using var http = Http.To(server);

        using var response = await http.SendAsync(Path, Http.OpenAI(Prompts.Step("en", 200), stream: true));
        var text = await response.Content.ReadAsStringAsync();
        using var plain = await http.SendAsync(Path, Http.OpenAI(Prompts.Step("en", 200)));

        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"stop\"", text, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests[0].ChunksSent);
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonNode.Parse(plain.Content.ReadAsStringAsync().Result));
        Assert.All(server.Requests, r => Assert.False(r.Finished));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_stall_lasts_until_the_client_leaves(bool stream, int chunks)
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { Faults = new() { Choose = _ => FaultKind.Stall } });
        using var http = Http.To(server);

        using (var response = await http.SendAsync(Path, Http.OpenAI(Prompts.Step("en", 200), stream), headersOnly: true))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await using var content = await response.Content.ReadAsStreamAsync();
            var buffer = new byte[1 << 16];
            if (stream)
                Assert.True(await content.ReadAsync(buffer) > 0);

            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                while (true)
                    Assert.True(await content.ReadAsync(buffer, patience.Token) > 0);
            });
        }

        var served = Assert.Single(server.Requests);
        Assert.Equal((chunks, false), (served.ChunksSent, served.Finished));
    }

    [Fact]
    public async Task A_stall_ends_with_a_reset_at_its_limit()
    {
        var clock = new FakeTimeProvider();
        await using var server = await LoopbackModelServer.StartAsync(new()
        {
            TimeProvider = clock,
            Faults = new() { Choose = _ => FaultKind.Stall, StallLimit = TimeSpan.FromMinutes(3) },
        });
        using var http = Http.To(server);
        using var response = await http.SendAsync(Path, Http.OpenAI(Prompts.Step("en", 200), stream: true), headersOnly: true);
        await using var content = await response.Content.ReadAsStreamAsync();

        // The first chunk comes right before the wait begins, so the clock is moved until the wait has seen it.
        var reading = Assert.ThrowsAnyAsync<Exception>(() => content.CopyToAsync(Stream.Null));
        while (!reading.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(reading, Task.Delay(5));
        }

        Assert.True(await reading is HttpIOException or IOException);
        Assert.True(clock.GetUtcNow() - clock.Start >= TimeSpan.FromMinutes(3), clock.GetUtcNow().ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public async Task A_rate_that_is_no_share_is_refused(double rate)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LoopbackModelServer.StartAsync(new() { Faults = new() { Rate = rate } }));
    }
}
