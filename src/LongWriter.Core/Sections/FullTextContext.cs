namespace LongWriter;

/// <summary>The writer sees the full text so far: the paper's way, and the default where it fits (LongWriter, section 3.2).</summary>
public sealed class FullTextContext : IContextPolicy
{
    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> SelectAsync(WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        return new(context.GetRunCache(static () => new ContextParts()).Of(state.Sections));
    }
}
