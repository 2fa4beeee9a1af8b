using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace LongWriter;

internal sealed class StandaloneWritingContext(IChatClient client) : WritingContext
{
    private readonly ConcurrentDictionary<string, string> _memory = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, object> _caches = new();

    public override IChatClient GetChatClient(string role) => client;

    public override async ValueTask<string> RememberAsync(string key, Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken)
    {
        if (_memory.TryGetValue(key, out var known))
            return known;

        return _memory.GetOrAdd(key, await make(cancellationToken).ConfigureAwait(false));
    }

    public override void Notify(WritingNotice notice)
    {
    }

    public override T GetRunCache<T>(Func<T> make) => (T)_caches.GetOrAdd(typeof(T), _ => make());
}
