namespace LongWriter;

/// <summary>
/// The writer sees the last sections only. The window's start moves in blocks: it stays where it is until twice
/// <see cref="LongWriterOptions.WindowWords"/> have gathered behind it, so prompts keep their prefix most of the time. A small
/// context of the model makes the window smaller: at its fullest it takes half of it.
/// </summary>
public sealed class WindowContext : IContextPolicy
{
    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> SelectAsync(WritingState state, WritingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        var from = StartOf(state.Sections, context.WindowWords);
        return new(context.GetRunCache(static () => new ContextParts()).Of(state.Sections, from));
    }

    /// <summary>The first section inside the window; a pure function of the accepted sections.</summary>
    /// <param name="sections">The accepted sections.</param>
    /// <param name="windowWords">The window in words.</param>
    internal static int StartOf(IReadOnlyList<WrittenSection> sections, int windowWords)
    {
        int start = 0, words = 0;
        for (var i = 0; i < sections.Count; i++)
        {
            words += sections[i].Written;
            if (words <= 2 * windowWords)
                continue;

            // A block has filled up: leave the last window's worth.
            while (start < i && words - sections[start].Written >= windowWords)
                words -= sections[start++].Written;
        }

        return start;
    }
}
