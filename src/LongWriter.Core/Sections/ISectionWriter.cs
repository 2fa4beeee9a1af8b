using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Writes one draft of one section (AgentWrite, step II; LongWriter, section 3.2).</summary>
public interface ISectionWriter
{
    /// <summary>Writes a draft and streams it.</summary>
    /// <param name="assignment">What to write, and what was wrong with the draft before.</param>
    /// <param name="context">The run's services; chat clients come from <see cref="WritingContext.GetChatClient"/>.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>
    /// The model's updates. Their text is the draft; for <see cref="SectionAction.Continue"/> only what follows the previous
    /// draft. The last update's finish reason tells whether the draft was cut off.
    /// </returns>
    IAsyncEnumerable<ChatResponseUpdate> WriteAsync(SectionAssignment assignment, WritingContext context, CancellationToken cancellationToken);
}
