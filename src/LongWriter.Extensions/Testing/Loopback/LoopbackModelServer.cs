using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LongWriter;

/// <summary>
/// A model server on 127.0.0.1 in two protocols: OpenAI's (<c>POST /v1/chat/completions</c>, <c>GET /v1/models</c>) and Ollama's
/// (<c>POST /api/chat</c>, <c>POST /api/show</c>, <c>GET /api/tags</c>, <c>GET /api/version</c>). It serves any chat client, plays
/// faults by seed and arrival number, and keeps a log of its requests.
/// </summary>
public sealed class LoopbackModelServer : IAsyncDisposable
{
    private readonly LoopbackServerOptions _options;
    private readonly IChatClient _client;
    private readonly ModelProtocol[] _protocols;
    private readonly PromptCache _cache = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly List<ServedRequest> _requests = [];
    private readonly WebApplication _app;
    private int _arrivals;
    private bool _disposed;

    private LoopbackModelServer(LoopbackServerOptions options)
    {
        _options = options;
        _client = options.Client ?? new SimulatedChatClient();
        _protocols = [new OpenAIProtocol(options), new OllamaProtocol(options)];

        // Nothing is read from the environment or from files, which a test would not expect to matter.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Services.Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromSeconds(2));
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>The address of the server, which is also that of the Ollama API.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>The address of the OpenAI API, which ends in <c>/v1</c>.</summary>
    public Uri OpenAIEndpoint => new(Endpoint, "v1");

    /// <summary>The requests so far, in the order in which their bodies had been read. A copy of the list.</summary>
    public IReadOnlyList<ServedRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    /// <summary>Starts a server.</summary>
    /// <param name="options">Its settings; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The running server. Disposing it ends all calls.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public static async Task<LoopbackModelServer> StartAsync(LoopbackServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Port, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Port, IPEndPoint.MaxPort);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LatencyPerChunk, TimeSpan.Zero);
        if (options.Faults.Rate is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.Faults.Rate, "The rate of faults is a share; set it between 0 and 1.");

        var server = new LoopbackModelServer(options);
        try
        {
            await server._app.StartAsync(cancellationToken).ConfigureAwait(false);
            var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            server.Endpoint = new Uri(addresses.Single());
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops the server and resets what is still open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;

        _disposed = true;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        if (_options.Client is null)
            _client.Dispose();
    }

    private async Task ServeAsync(HttpContext http)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
        ServedRequest? served = null;
        var path = http.Request.Path.Value ?? "";
        var protocol = _protocols[path.StartsWith("/api", StringComparison.Ordinal) ? 1 : 0];
        try
        {
            using var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 0, 1 << 24));
            await http.Request.Body.CopyToAsync(body, cancel.Token).ConfigureAwait(false);
            var isChat = http.Request.Method == "POST" && path == protocol.ChatPath;
            served = Log(http.Request.Method, path, body.ToArray(), isChat);
            await ServeAsync(http, protocol, served, isChat, cancel.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The client has left, or the server stops; either way nobody waits for the rest.
            http.Abort();
        }
        catch (BadCallException error)
        {
            await FailAsync(http, protocol, served, error).ConfigureAwait(false);
        }
        catch (IOException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            served?.Failure = error;
            await FailAsync(http, protocol, served, new BadCallException(500, error.Message)).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The chat client failed in mid-answer: status and headers are out, so only a cut can still tell.
            served?.Failure = error;
            http.Abort();
        }
    }

    private async Task ServeAsync(HttpContext http, ModelProtocol protocol, ServedRequest served, bool isChat, CancellationToken cancellationToken)
    {
        if (!IsAllowed(http.Request))
            throw new BadCallException(401, "Incorrect API key provided.", "invalid_api_key");

        if (isChat)
        {
            if (!ChatBody.TryParse(served.Body.Span, out var body))
                throw new BadCallException(400, "The body of the request is no valid JSON object.");

            var exchange = new ChatExchange(_options, protocol, _client, _cache, http, served, cancellationToken);
            await exchange.RunAsync(body).ConfigureAwait(false);
            return;
        }

        var answer = protocol.Other(served.Method, served.Path, served.Body.Span)
            ?? throw new BadCallException(404, $"Unknown request: {served.Method} {served.Path}.", "unknown_url");
        await WriteAsync(http, served, StatusCodes.Status200OK, answer).ConfigureAwait(false);
        served.Finished = true;
    }

    private ServedRequest Log(string method, string path, byte[] body, bool isChat)
    {
        lock (_lock)
        {
            var served = new ServedRequest(isChat ? ++_arrivals : 0, _options.TimeProvider.GetUtcNow(), method, path, body);
            _requests.Add(served);
            return served;
        }
    }

    private bool IsAllowed(HttpRequest request) => _options.ApiKey is not { } key
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes("Bearer " + key));

    private static Task FailAsync(HttpContext http, ModelProtocol protocol, ServedRequest? served, BadCallException error) =>
        WriteAsync(http, served, error.Status, protocol.Error(error));

    private static async Task WriteAsync(HttpContext http, ServedRequest? served, int status, byte[] body)
    {
        if (served is not null)
            served.Status = status;

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(body, CancellationToken.None).ConfigureAwait(false);
    }
}
