using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>A context that records notices and whose memory outlives it, as a journal does.</summary>
internal sealed class PlanningContext : WritingContext
{
    private readonly IChatClient _client;

    [SetsRequiredMembers]
    public PlanningContext(IChatClient client, LongWriterOptions? options = null, string language = "en", Dictionary<string, string>? memory = null)
    {
        _client = client;
        Memory = memory ?? [];
        RunId = "run-1";
        Options = options ?? new();
        Language = language;
        Prompts = Options.GetPrompts(language);
        Counter = new Letters();
    }

    public Dictionary<string, string> Memory { get; }

    public List<WritingNotice> Notices { get; } = [];

    public List<string> Roles { get; } = [];

    public override IChatClient GetChatClient(string role)
    {
        Roles.Add(role);
        return _client;
    }

    public override async ValueTask<string> RememberAsync(string key, Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken)
    {
        if (!Memory.TryGetValue(key, out var text))
            Memory[key] = text = await make(cancellationToken);

        return text;
    }

    public override void Notify(WritingNotice notice) => Notices.Add(notice);

    public override T GetRunCache<T>(Func<T> make) => make();

    private sealed class Letters : IWordCounter
    {
        public string Name => "letters";

        public int Count(ReadOnlySpan<char> text) => text.Length;
    }
}
