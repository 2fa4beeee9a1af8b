using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter;

/// <summary>The key under which a role of a writer has a client of its own.</summary>
/// <param name="Writer">The writer's name.</param>
/// <param name="Role">The role.</param>
internal sealed record RoleKey(string Writer, string Role);

/// <summary>Middleware around the clients of a writer; a null role means all.</summary>
internal sealed record RoleMiddleware(string? Role, Func<IChatClient, IServiceProvider, IChatClient> Wrap);

/// <summary>Finds the client of a role: its own, else the writer's, else the app's; wrapped once.</summary>
internal sealed class RoleClients(IServiceProvider services, string name)
{
    private readonly ConcurrentDictionary<string, Lazy<IChatClient>> _clients = new(StringComparer.Ordinal);

    public IChatClient Get(string role) => _clients.GetOrAdd(role, r => new Lazy<IChatClient>(() => Make(r))).Value;

    private IChatClient Make(string role)
    {
        var client = services.GetKeyedService<IChatClient>(new RoleKey(name, role))
            ?? services.GetKeyedService<IChatClient>(name)
            ?? services.GetService<IChatClient>()
            ?? throw new LongWriterException(
                LongWriterError.InvalidRequest,
                $"There is no chat client for role '{role}' of the writer{(name.Length == 0 ? "" : $" '{name}'")}. Call UseOpenAI, UseOllama or UseChatClient on its builder, or register an IChatClient.");
        return services.GetKeyedServices<RoleMiddleware>(name)
            .Where(m => m.Role is null || m.Role == role)
            .Reverse()
            .Aggregate(client, (inner, middleware) => middleware.Wrap(inner, services));
    }
}
