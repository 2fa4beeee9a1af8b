using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class LoopbackModelServerTests
{
    private const string Path = "v1/chat/completions";

    [Fact]
    public async Task The_log_keeps_what_came_and_what_was_answered()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = await LoopbackModelServer.StartAsync(new() { TimeProvider = clock });
        using var http = Http.To(server);
        var call = Http.OpenAI("tell me about whales", stream: true);

        (await http.GetAsync("api/version")).Dispose();
        clock.Advance(TimeSpan.FromSeconds(5));
        (await http.SendAsync(Path, call)).Dispose();
        (await http.SendAsync("api/chat", Http.Ollama("and eels", stream: false))).Dispose();

        Assert.Equal(3, server.Requests.Count);
        var (version, chat, last) = (server.Requests[0], server.Requests[1], server.Requests[2]);
        Assert.Equal((0, "GET", "/api/version", 200, true), (version.Arrival, version.Method, version.Path, version.Status, version.Finished));
        Assert.Equal((1, "POST", "/" + Path, 200, true), (chat.Arrival, chat.Method, chat.Path, chat.Status, chat.Finished));
        Assert.Equal(("simulated", true, "tell me about whales"), (chat.Model, chat.Streamed, chat.PromptText));
        Assert.Equal(call.ToJsonString(), Encoding.UTF8.GetString(chat.Body.Span));
        Assert.True(chat.ChunksSent > 10);
        Assert.Equal(TimeSpan.FromSeconds(5), chat.Timestamp - version.Timestamp);
        Assert.Equal((2, 1, false, "and eels"), (last.Arrival, last.ChunksSent, last.Streamed, last.PromptText));
        Assert.Null(chat.Fault);
        Assert.Null(chat.RetryAfter);
        Assert.Null(chat.Failure);
    }

    [Fact]
    public async Task Many_calls_at_once_get_distinct_arrivals_and_their_own_answers()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        using var http = Http.To(server);
        using var direct = new SimulatedChatClient();

        var answers = await Task.WhenAll(Enumerable.Range(1, 40).Select(i => http.PostAsync(Path, Http.OpenAI(Prompts.Step("en", 50, i, 40)))));

        for (var i = 1; i <= 40; i++)
        {
            Assert.Equal(
                (await direct.GetResponseAsync(Prompts.Step("en", 50, i, 40))).Text, (string)answers[i - 1]["choices"]![0]!["message"]!["content"]!);
        }

        Assert.Equal(Enumerable.Range(1, 40), server.Requests.Select(r => r.Arrival));
        Assert.Equal(40, server.Requests.Select(r => r.PromptText).Distinct().Count());
    }

    [Fact]
    public async Task The_hook_runs_after_each_chunk_and_holds_the_next_one_back()
    {
        var gate = new TaskCompletionSource();
        var chunks = new List<int>();
        await using var server = await LoopbackModelServer.StartAsync(new()
        {
            OnChunk = async (request, chunk) =>
            {
                chunks.Add(chunk);
                if (chunk == 3)
                    await gate.Task;
            },
        });
        using var http = Http.To(server);
        using var response = await http.SendAsync(Path, Http.OpenAI(Prompts.Step("en", 100), stream: true), headersOnly: true);
        await using var content = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(content);

        // One event opens the stream, three carry text.
        for (var i = 0; i < 8; i++)
            await reader.ReadLineAsync();
        var next = reader.ReadLineAsync();
        await Task.Delay(50);

        Assert.False(next.IsCompleted);
        Assert.Equal(3, Assert.Single(server.Requests).ChunksSent);
        gate.SetResult();
        Assert.StartsWith("data: ", await next, StringComparison.Ordinal);
        Assert.EndsWith("[DONE]\n\n", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, server.Requests[0].ChunksSent), chunks);
    }

    [Fact]
    public async Task A_client_that_leaves_stops_the_answer()
    {
        var stopped = new TaskCompletionSource();
        using var client = new EndlessClient(stopped);
        await using var server = await LoopbackModelServer.StartAsync(new() { Client = client });
        using (var http = Http.To(server))
        using (var response = await http.SendAsync(Path, Http.OpenAI("hello", stream: true), headersOnly: true))
        {
            await using var content = await response.Content.ReadAsStreamAsync();
            Assert.True(await content.ReadAsync(new byte[10]) > 0);
        }

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(server.Requests[0].Finished);
    }

    [Fact]
    public async Task Disposing_ends_open_calls()
    {
        using var client = new EndlessClient(new());
        var server = await LoopbackModelServer.StartAsync(new() { Client = client });
        using var http = Http.To(server);
        using var response = await http.SendAsync(Path, Http.OpenAI("hello", stream: true), headersOnly: true);
        await using var content = await response.Content.ReadAsStreamAsync();

        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAnyAsync<IOException>(() => content.CopyToAsync(Stream.Null));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("v1/models"));
    }

    [Fact]
    public async Task What_the_chat_client_throws_is_a_server_error_before_the_answer_and_a_cut_within_it()
    {
        using var client = new SimulatedChatClient(new() { Responders = { _ => throw new InvalidOperationException("out of ink") } });
        await using var server = await LoopbackModelServer.StartAsync(new() { Client = client });
        await using var hooked = await LoopbackModelServer.StartAsync(new() { OnChunk = (_, _) => throw new InvalidOperationException("hook") });
        using var http = Http.To(server);
        using var hookedHttp = Http.To(hooked);

        var body = await http.PostAsync(Path, Http.OpenAI("hello"), HttpStatusCode.InternalServerError);
        await Assert.ThrowsAsync<HttpRequestException>(() => hookedHttp.SendAsync(Path, Http.OpenAI("hello", stream: true)));

        Assert.Equal("out of ink", (string)body["error"]!["message"]!);
        Assert.Equal("out of ink", server.Requests[0].Failure!.Message);
        Assert.Equal("hook", hooked.Requests[0].Failure!.Message);
    }

    [Fact]
    public async Task A_prompt_of_megabytes_is_accepted()
    {
        await using var server = await LoopbackModelServer.StartAsync(new() { OllamaDefaultContextTokens = 10_000_000 });
        using var http = Http.To(server);
        var text = string.Concat(Enumerable.Repeat("这是一个很长的故事。", 100_000));

        var openAI = await http.PostAsync(Path, Http.OpenAI(Prompts.Step("zh", 50, textSoFar: text)));
        var ollama = await http.PostAsync("api/chat", Http.Ollama(Prompts.Step("zh", 50, textSoFar: text), stream: false));

        Assert.Equal(50, Prompts.Count("zh", (string)openAI["choices"]![0]!["message"]!["content"]!));
        Assert.Equal(50, Prompts.Count("zh", (string)ollama["message"]!["content"]!));
        Assert.True(server.Requests[0].Body.Length > 2_000_000);
    }

    [Fact]
    public async Task It_listens_on_the_port_it_is_given_and_says_when_that_is_taken()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        await Assert.ThrowsAsync<IOException>(() => LoopbackModelServer.StartAsync(new() { Port = port }));
        probe.Stop();

        await using var server = await LoopbackModelServer.StartAsync(new() { Port = port });

        Assert.Equal(new Uri($"http://127.0.0.1:{port}/"), server.Endpoint);
        Assert.Equal(new Uri($"http://127.0.0.1:{port}/v1"), server.OpenAIEndpoint);
    }

    [Fact]
    public async Task Latency_is_waited_before_each_chunk()
    {
        var clock = new FakeTimeProvider();
        await using var server = await LoopbackModelServer.StartAsync(new() { TimeProvider = clock, LatencyPerChunk = TimeSpan.FromSeconds(1) });
        using var http = Http.To(server);
        var call = http.SendAsync(Path, Http.OpenAI("Write 40 words.", stream: true));
        while (!call.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(call, Task.Delay(2));
        }

        (await call).Dispose();
        Assert.True(clock.GetUtcNow() - clock.Start >= TimeSpan.FromSeconds(server.Requests[0].ChunksSent));
    }

    private sealed class EndlessClient(TaskCompletionSource stopped) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                while (true)
                {
                    await Task.Delay(1, cancellationToken);
                    yield return new ChatResponseUpdate(ChatRole.Assistant, "on and ");
                }
            }
            finally
            {
                stopped.TrySetResult();
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
