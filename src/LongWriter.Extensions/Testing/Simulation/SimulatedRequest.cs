using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>What a request to a <see cref="SimulatedChatClient"/> asks for, read off its last user message.</summary>
public enum SimulatedRequestKind
{
    /// <summary>None of the library's own prompts.</summary>
    Other,

    /// <summary>The plan of a whole document.</summary>
    Plan,

    /// <summary>The parts of a very long document.</summary>
    PlanParts,

    /// <summary>The plan of one part.</summary>
    PlanPart,

    /// <summary>A section.</summary>
    Section,

    /// <summary>The rest of a section.</summary>
    Continuation,

    /// <summary>A draft made shorter.</summary>
    Shortening,

    /// <summary>A running summary.</summary>
    Summary,
}

/// <summary>A request as the simulated writer understands it.</summary>
public sealed record SimulatedRequest
{
    /// <summary>The messages of the call.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The options of the call.</summary>
    public ChatOptions? Options { get; init; }

    /// <summary>The text of the user messages at the end of the conversation, their contents concatenated.</summary>
    public required string Prompt { get; init; }

    /// <summary>What is asked for.</summary>
    public SimulatedRequestKind Kind { get; init; }

    /// <summary>The language of the prompt: <c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The words asked for (Chinese: characters), or null where the prompt says none.</summary>
    public int? AskedWords { get; init; }

    /// <summary>The parts asked for by a <see cref="SimulatedRequestKind.PlanParts"/> prompt.</summary>
    public int? AskedParts { get; init; }

    /// <summary>The number of the section, from 1; 0 where there is none.</summary>
    public int SectionNumber { get; init; }

    /// <summary>The number of sections; 0 where there is none.</summary>
    public int SectionCount { get; init; }

    /// <summary>What the section is about, or else the task or the whole prompt.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The draft that is to be continued or shortened, or empty.</summary>
    public string Draft { get; init; } = "";

    /// <summary>Whether the prompt says that an earlier answer repeated itself or was no usable plan.</summary>
    public bool HasComplaint { get; init; }

    /// <summary>The hash of the simulator's seed and of the request, from which all randomness of the answer comes.</summary>
    public ulong Hash { get; init; }
}
