using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>A context for reviewers that call no model, with a counter of space-separated words.</summary>
internal sealed class ReviewContext : WritingContext
{
    private readonly Dictionary<Type, object> _caches = [];

    public override IChatClient GetChatClient(string role) => throw new InvalidOperationException("No model is called here.");

    public override ValueTask<string> RememberAsync(string key, Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nothing is remembered here.");

    public override void Notify(WritingNotice notice) => throw new InvalidOperationException("Nobody is told here.");

    public override T GetRunCache<T>(Func<T> make)
    {
        lock (_caches)
        {
            if (!_caches.TryGetValue(typeof(T), out var cache))
                _caches[typeof(T)] = cache = make();
            return (T)cache;
        }
    }

    public static ReviewContext Make(string language = "en") => new()
    {
        Options = new LongWriterOptions(),
        Language = language,
        Prompts = language == "zh" ? PromptSet.Chinese : PromptSet.English,
        Counter = new SpaceCounter(),
    };

    /// <summary>The state before the section that follows the given ones.</summary>
    public static WritingState State(IReadOnlyList<string> sections, string point = "What the harbour was like in winter", string instruction = "Write.", string? material = null)
    {
        var steps = Enumerable.Range(0, sections.Count + 3).Select(i => new PlanStep($"s{i}", i == sections.Count ? point : $"Something else, number {i}", 400)).ToList();
        var written = sections.Select((text, i) => new WrittenSection(i, $"s{i}", 400, 400, text)).ToList();
        return new(new WritingRequest(instruction) { Material = material }, new WritingPlan(steps), 2000, sections.Count, written);
    }

    private sealed class SpaceCounter : IWordCounter
    {
        public string Name => "spaces";

        public int Count(ReadOnlySpan<char> text) => text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
    }
}
