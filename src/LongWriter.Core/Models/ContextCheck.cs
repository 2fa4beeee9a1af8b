using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Finds prompts that do not fit. Some servers (Ollama among them) cut a long prompt silently and answer 200 OK; the writer would
/// then go on without its plan.
/// </summary>
internal static class ContextCheck
{
    /// <summary>Refuses a prompt that cannot fit, by an estimate from below.</summary>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.ContextOverflow"/>.</exception>
    public static void Before(IReadOnlyList<ChatMessage> messages, int cap, int? context)
    {
        if (context is not { } limit)
            return;

        var least = TokenEstimate.LowerOf(messages);
        if (least + Math.Min(cap, limit / 8) > limit)
            throw Overflow($"The prompt has at least {least:N0} tokens, the model's context {limit:N0}");
    }

    /// <summary>Compares the prompt tokens that the server counted with what was sent.</summary>
    /// <returns>A warning where the count is odd but the context unknown; else <see langword="null"/>.</returns>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.ContextOverflow"/>: the server must have cut the prompt.</exception>
    public static string? After(IReadOnlyList<ChatMessage> messages, long? counted, int? context)
    {
        if (counted is not > 0)
            return null;

        var least = TokenEstimate.LowerOf(messages);
        if (context is { } limit && (counted >= limit || (counted < 0.75 * least && least > 0.5 * limit)))
            throw Overflow($"The server counted {counted:N0} prompt tokens of at least {least:N0} that were sent, in a context of {limit:N0}: it has cut the prompt");

        return context is null && least > 2_000 && counted < 0.5 * least
            ? $"The server counted {counted:N0} prompt tokens of at least {least:N0} that were sent; it may cut prompts silently. Set ContextTokens to have that checked."
            : null;
    }

    private static LongWriterException Overflow(string what) => new(
        LongWriterError.ContextOverflow,
        $"{what}. Use ContextMode.Window or Summary, or there a lower WindowWords, a model or server setting with a larger context, or a shorter instruction.");
}
