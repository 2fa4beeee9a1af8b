using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>An answer of the simulated writer. The output cap of the request still cuts it.</summary>
/// <param name="Text">The text.</param>
public sealed record SimulatedAnswer(string Text)
{
    /// <summary>Why the answer ends. Default stop.</summary>
    public ChatFinishReason FinishReason { get; init; } = ChatFinishReason.Stop;

    /// <summary>Reasoning that comes before the text, or null. It counts as output, but not against the cap.</summary>
    public string? Reasoning { get; init; }
}
