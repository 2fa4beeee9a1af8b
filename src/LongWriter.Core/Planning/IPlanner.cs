namespace LongWriter;

/// <summary>Turns a request into a plan (AgentWrite, step I; LongWriter, section 3.1).</summary>
public interface IPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="request">The request, with <see cref="WritingRequest.Length"/> and <see cref="WritingRequest.Language"/> resolved where they could be.</param>
    /// <param name="context">The run's services; chat clients come from <see cref="WritingContext.GetChatClient"/>.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The plan. Where the request has a required length, the steps' words add up to it.</returns>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.MalformedPlan"/>: the model gave no usable plan.</exception>
    Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken);
}
