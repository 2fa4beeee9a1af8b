using LongWriter;

namespace CustomPlanner;

/// <summary>Plans every report to the same outline, whatever it is about. No model is asked, so a plan costs nothing.</summary>
public sealed class ReportPlanner : IPlanner
{
    private static readonly (string Part, double Share)[] Outline =
    [
        ("Summary for readers who have two minutes", 0.10),
        ("Background: what has to be known before", 0.20),
        ("The situation as it is, with its figures", 0.30),
        ("Options, each with what speaks for and against it", 0.25),
        ("Recommendation and next steps", 0.15),
    ];

    public Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken)
    {
        var words = request.Length?.Words ?? 2_000;
        var steps = new List<(string MainPoint, int Words)>();
        foreach (var (part, share) in Outline)
            steps.Add((part, (int)(words * share)));

        // The steps' words have to add up to the required length; what rounding left goes to the last.
        steps[^1] = (steps[^1].MainPoint, steps[^1].Words + words - steps.Sum(static s => s.Words));
        return Task.FromResult(WritingPlan.Create(steps));
    }
}
