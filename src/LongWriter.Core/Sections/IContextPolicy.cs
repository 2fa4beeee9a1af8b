namespace LongWriter;

/// <summary>Chooses what the writer sees of the text so far.</summary>
public interface IContextPolicy
{
    /// <summary>Selects the parts of the text so far.</summary>
    /// <param name="state">The document so far.</param>
    /// <param name="context">The run's services, for example <see cref="WritingContext.RememberAsync"/> for a journaled summary.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>
    /// Parts in order, each ending with a blank line. Keep the leading parts the same from one section to the next wherever
    /// that is possible: servers reuse the prefix of a prompt.
    /// </returns>
    ValueTask<IReadOnlyList<string>> SelectAsync(WritingState state, WritingContext context, CancellationToken cancellationToken);
}
