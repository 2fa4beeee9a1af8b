using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter;

/// <summary>
/// The planner of AgentWrite, for a model that now and then takes another noun for the one that a document is about: a plan that hardly names it is
/// drawn again while <see cref="LongWriterOptions.MaxPlanAttempts"/> calls in all allow it, and the one that names it most is kept. A plan of two
/// levels is not: its parts are in the journal, and would come again as they are.
/// </summary>
internal sealed class TopicPlanner(IPlanner inner) : IPlanner
{
    // Of the plans that the model has learned from, nineteen of twenty name the noun in more of their steps.
    private const double Enough = 0.2;

    public async Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var counted = new CountedContext(context);
        var plan = await inner.PlanAsync(request, counted, cancellationToken).ConfigureAwait(false);
        if (Topic.Of(request.Instruction) is not { } topic || counted.HasRemembered)
            return plan;

        // Without a call there is nothing to draw.
        counted.Most = context.Options.MaxPlanAttempts;
        while (counted.Calls > 0 && counted.Calls < counted.Most && Share(plan, topic) < Enough)
        {
            context.Notify(new(NoticeKind.Retry, string.Create(CultureInfo.InvariantCulture, $"The plan is drawn again (try {counted.Calls + 1} of {counted.Most}): it hardly says '{topic}'.")));
            try
            {
                var other = await inner.PlanAsync(request, counted, cancellationToken).ConfigureAwait(false);
                if (Share(other, topic) > Share(plan, topic))
                    plan = other;
            }
            catch (Exception exception) when (exception is LongWriterException or BudgetExhaustedException)
            {
                // There is a plan that can be written, whatever became of a better one; a budget that is spent shows again at the next call.
                context.Notify(new(NoticeKind.Warning, $"The plan that is there is kept: {exception.Message}") { Error = (exception as LongWriterException)?.Error });
                break;
            }
        }

        return plan;
    }

    /// <summary>Takes the place of the planner that <c>AddLongWriter</c> puts there, and of no other.</summary>
    public static void AddTo(ILongWriterBuilder builder)
    {
        var planner = builder.Services.Last(d => d.IsKeyedService && d.ServiceType == typeof(IPlanner) && Equals(d.ServiceKey, builder.Name));
        if (!ReferenceEquals(planner.KeyedImplementationFactory, LongWriterServiceCollectionExtensions.DefaultPlanner))
            return;

        builder.Services.Remove(planner);
        builder.Services.AddKeyedSingleton<IPlanner>(builder.Name, static (_, _) => new TopicPlanner(new AgentWritePlanner()));
    }

    private static double Share(WritingPlan plan, string topic) => plan.Steps.Average(s => Topic.IsNamed(topic, s.MainPoint) ? 1.0 : 0);
}
