using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Benchmarks;

/// <summary>How the simulated writer is reached.</summary>
internal enum Transport
{
    InProcess,
    OpenAI,
    Ollama,
}

/// <summary>A writer over the simulated model, in process or over real HTTP on the loopback address.</summary>
internal sealed class SimulatedConnection : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly LoopbackModelServer? _server;

    private SimulatedConnection(ServiceProvider services, LoopbackModelServer? server) => (_services, _server) = (services, server);

    public ILongWriter Writer => _services.GetRequiredService<ILongWriter>();

    public static async Task<SimulatedConnection> OpenAsync(Transport transport, SimulatedWriterOptions options, bool control)
    {
        var client = new SimulatedChatClient(options);
        var server = transport == Transport.InProcess ? null : await LoopbackModelServer.StartAsync(new LoopbackServerOptions { Client = client });
        var services = new ServiceCollection();
        var builder = services.AddLongWriter();
        _ = transport switch
        {
            Transport.OpenAI => builder.UseOpenAI("simulated", "none", server!.OpenAIEndpoint),
            Transport.Ollama => builder.UseOllama("simulated", server!.Endpoint, static o => o.ContextTokens = 200_000),
            _ => builder.UseChatClient(_ => client),
        };
        if (!control)
            builder.UseLengthController<NoLengthController>();
        return new SimulatedConnection(services.BuildServiceProvider(), server);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
