using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace LongWriter;

/// <summary>
/// The planner of AgentWrite, for a model that now and then takes another noun for the one that a document is about: a plan that hardly names it is
/// drawn again, up to <see cref="LongWriterOptions.MaxPlanAttempts"/> times, and the one that names it most is kept.
/// </summary>
internal sealed class TopicPlanner(IPlanner inner) : IPlanner
{
    // Of the plans that the model has learned from, nineteen of twenty name the noun in more of their steps.
    private const double Enough = 0.2;

    public async Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var plan = await inner.PlanAsync(request, context, cancellationToken).ConfigureAwait(false);
        if (Topic.Of(request.Instruction) is not { } topic)
            return plan;

        var most = context.Options.MaxPlanAttempts;
        for (var drawn = 1; drawn < most && Share(plan, topic) < Enough; drawn++)
        {
            context.Notify(new(NoticeKind.Retry, string.Create(CultureInfo.InvariantCulture, $"The plan is drawn again ({drawn + 1} of {most}): it hardly says '{topic}'.")));
            try
            {
                var other = await inner.PlanAsync(request, context, cancellationToken).ConfigureAwait(false);
                if (Share(other, topic) > Share(plan, topic))
                    plan = other;
            }
            catch (LongWriterException exception) when (exception.Error == LongWriterError.MalformedPlan)
            {
                context.Notify(new(NoticeKind.Warning, $"The plan that is there is kept: {exception.Message}") { Error = exception.Error });
                break;
            }
        }

        return plan;
    }

    /// <summary>Takes the place of the planner that <c>AddLongWriter</c> puts there, and of no other.</summary>
    public static void AddTo(ILongWriterBuilder builder)
    {
        var planner = builder.Services.Last(d => d.IsKeyedService && d.ServiceType == typeof(IPlanner) && Equals(d.ServiceKey, builder.Name));
        if (planner.KeyedImplementationFactory?.Method.Module.Assembly != typeof(IPlanner).Assembly)
            return;

        builder.Services.Remove(planner);
        builder.Services.AddKeyedSingleton<IPlanner>(builder.Name, static (_, _) => new TopicPlanner(new AgentWritePlanner()));
    }

    private static double Share(WritingPlan plan, string topic) => plan.Steps.Average(s => Topic.IsNamed(topic, s.MainPoint) ? 1.0 : 0);
}
