using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Remembers prompts, to say how much of a new one a server would have cached.</summary>
internal sealed class PromptCache
{
    private const int Kept = 16;
    private readonly Lock _lock = new();
    private readonly Queue<string> _prompts = new();

    /// <summary>The tokens of the longest prefix shared with an earlier prompt; remembers this one.</summary>
    public int Add(IEnumerable<ChatMessage> messages)
    {
        var prompt = string.Concat(messages.Select(static m => m.Text));
        var longest = 0;
        lock (_lock)
        {
            foreach (var earlier in _prompts)
                longest = Math.Max(longest, prompt.AsSpan().CommonPrefixLength(earlier));

            _prompts.Enqueue(prompt);
            if (_prompts.Count > Kept)
                _prompts.Dequeue();
        }

        return PseudoTokens.Count(prompt.AsSpan(0, longest));
    }
}
