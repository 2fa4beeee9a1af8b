using Microsoft.Extensions.DependencyInjection;

namespace LongWriter.Tests;

public enum Protocol
{
    OpenAI,
    Ollama,
}

internal static class ProtocolExtensions
{
    public const string Model = "simulated";

    /// <summary>A writer whose model is behind a loopback server.</summary>
    public static ServiceProvider Connect(
        this Protocol protocol, Uri server, string? journal = null, Action<LongWriterOptions>? configure = null, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        if (time is not null)
            services.AddSingleton(time);
        var builder = services.AddLongWriter(configure);
        if (journal is not null)
            builder.UseJournal(journal);
        if (protocol == Protocol.OpenAI)
            builder.UseOpenAI(Model, "test-key", new Uri(server, "v1"));
        else
            builder.UseOllama(Model, server, static o => o.ContextTokens = 200_000);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
