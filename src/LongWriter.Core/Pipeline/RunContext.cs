using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>The context of a run, or of one section's unit of work, in which all calls share one counter of tries.</summary>
internal sealed class RunContext(RunServices services) : WritingContext
{
    private readonly ConcurrentDictionary<string, IChatClient> _clients = new(StringComparer.Ordinal);

    /// <summary>The tries shared by the unit; null where each call has its own.</summary>
    public AttemptCounter? SharedAttempts { get; init; }

    /// <summary>The section that the unit writes.</summary>
    public int? Index { get; init; }

    /// <summary>Sees the unit's calls.</summary>
    public CallObserver? Observer { get; init; }

    public override IChatClient GetChatClient(string role)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        return _clients.GetOrAdd(
            role,
            static (role, me) => new RoleChatClient(
                me.services, role, me.services.Clients(role), () => me.self.SharedAttempts ?? new AttemptCounter(me.services.Options.Resilience.MaxAttempts), me.self.Notify, me.self.Observer),
            (services, self: this));
    }

    public override ValueTask<string> RememberAsync(string key, Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken) =>
        services.Journal.RememberAsync(key, make, services.Meter, cancellationToken);

    public override void Notify(WritingNotice notice) => services.Notify(notice with { Index = notice.Index ?? Index });

    public override T GetRunCache<T>(Func<T> make) => (T)services.Caches.GetOrAdd(typeof(T), static (_, make) => make(), make);

    /// <summary>A context for one try at a section.</summary>
    public RunContext ForUnit(int index, AttemptCounter attempts, CallObserver observer) => new(services)
    {
        RunId = RunId,
        Options = Options,
        Language = Language,
        Prompts = Prompts,
        Counter = Counter,
        TimeProvider = TimeProvider,
        Logger = Logger,
        JournaledWindow = JournaledWindow,
        Index = index,
        SharedAttempts = attempts,
        Observer = observer,
    };
}
