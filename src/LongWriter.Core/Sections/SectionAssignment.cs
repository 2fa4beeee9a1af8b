namespace LongWriter;

/// <summary>What is to be done for the next draft of a section.</summary>
public enum SectionAction
{
    /// <summary>Write the section for the first time.</summary>
    Write,

    /// <summary>Go on where the previous draft was cut off.</summary>
    Continue,

    /// <summary>Write the section anew, with the complaint about the previous draft in mind.</summary>
    Rewrite,

    /// <summary>Shorten the previous draft to the asked length.</summary>
    Shorten,
}

/// <summary>One draft to be written.</summary>
/// <param name="State">The document so far; <see cref="WritingState.Step"/> is the step to write.</param>
/// <param name="Budget">The length asked for and the range accepted, in words.</param>
/// <param name="Context">What the writer sees of the text so far, as parts in order.</param>
public sealed record SectionAssignment(WritingState State, LengthTarget Budget, IReadOnlyList<string> Context)
{
    /// <summary>What is to be done. Default <see cref="SectionAction.Write"/>.</summary>
    public SectionAction Action { get; init; }

    /// <summary>The draft that is continued, rewritten or shortened; <see langword="null"/> for a first draft.</summary>
    public SectionDraft? Previous { get; init; }

    /// <summary>What the reviewers found wrong with the previous draft, to be said to the writer.</summary>
    public string? Feedback { get; init; }

    /// <summary>The output cap of the call in tokens, computed from the accepted maximum, the language and a reasoning allowance.</summary>
    public int MaxOutputTokens { get; init; }
}
