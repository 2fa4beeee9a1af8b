namespace LongWriter;

/// <summary>Plain AgentWrite: each section is asked for with its planned words, and every draft is accepted (LongWriter, section 3.2).</summary>
public sealed class NoLengthController : ILengthController
{
    /// <inheritdoc />
    public LengthTarget Budget(WritingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Step.Words;
    }

    /// <inheritdoc />
    public ValueTask<SectionVerdict> ReviewAsync(SectionDraft draft, WritingState state, WritingContext context, CancellationToken cancellationToken) =>
        new(SectionVerdict.Accept);
}
