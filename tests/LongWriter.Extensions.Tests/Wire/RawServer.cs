using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LongWriter.Tests;

/// <summary>A server on 127.0.0.1 that answers with exactly the bytes it is told, and can break off or fall silent anywhere.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawExchange, Task> _script;
    private readonly Task _accepting;
    private readonly List<Task> _connections = [];
    private int _requests;

    public RawServer(Func<RawExchange, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public int Requests => Volatile.Read(ref _requests);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Only then: a listener that is stopped between two calls refuses the next one.
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The server is being stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadRequestAsync(stream);
                Interlocked.Increment(ref _requests);
                await _script(new RawExchange(client, stream, request, _stop.Token));
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
                // The client has left, or the server is being stopped.
            }
        }
    }

    private async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[8192];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
                throw new IOException("The client left before its request was whole.");

            bytes.AddRange(buffer.AsSpan(0, read));
            var text = Encoding.Latin1.GetString([.. bytes]);
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0)
                continue;

            var lengthAt = text.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase);
            if (lengthAt >= 0 && lengthAt < head && bytes.Count - head - 4 >= int.Parse(text[(lengthAt + 15)..text.IndexOf("\r\n", lengthAt, StringComparison.Ordinal)].Trim(), provider: null))
                return text;
            if (lengthAt < 0 && text.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
                return text;
        }
    }
}

/// <summary>One request and the connection it came by.</summary>
internal sealed record RawExchange(TcpClient Client, NetworkStream Stream, string Request, CancellationToken Stopped)
{
    public const string ChunkedEvents = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    public Task SendAsync(string text) => Stream.WriteAsync(Encoding.UTF8.GetBytes(text), Stopped).AsTask();

    public Task SendChunkAsync(string text) => SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    /// <summary>Waits until the client closes the connection.</summary>
    public async Task<bool> ClosedByClientAsync()
    {
        try
        {
            return await Stream.ReadAsync(new byte[1], Stopped) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Closes with a reset, as a killed process or a firewall does.</summary>
    public void Reset()
    {
        Client.LingerState = new LingerOption(true, 0);
        Client.Close();
    }
}
