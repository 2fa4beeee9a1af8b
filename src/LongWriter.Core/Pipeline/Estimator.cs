namespace LongWriter;

/// <summary>What a document is expected to take: a range, because drafts may be rejected and tokens are not known before.</summary>
internal static class Estimator
{
    /// <summary>Tokens of the head and step of a writing prompt, beside instruction, material and plan.</summary>
    private const int PromptOverhead = 400;

    /// <summary>The usual words of a planned step.</summary>
    private const int UsualStepWords = 500;

    /// <summary>The range before anything is planned.</summary>
    public static WritingEstimate Before(WritingRequest request, LongWriterOptions options, ModelPrice? price)
    {
        var words = request.Length?.Words ?? request.Plan?.Words ?? 2_000;
        var fewest = request.Plan?.Steps.Count ?? Math.Max(1, words / options.MaxStepWords);
        var most = request.Plan?.Steps.Count ?? Math.Max(1, words / options.MinStepWords);
        var planCalls = request.Plan is null ? 1 + (words / UsualStepWords > options.MaxStepsPerPlanCall ? words / 5_000 : 0) : 0;
        // A document of one step needs no planner.
        var fewestPlanCalls = request.Length is { Words: var stated } && stated < 2 * options.MinStepWords ? 0 : planCalls;
        return Make(request, options, words, fewest, most, fewestPlanCalls, planCalls * options.MaxPlanAttempts, price, null);
    }

    /// <summary>The range once the plan is there.</summary>
    public static WritingEstimate After(WritingRequest request, LongWriterOptions options, WritingPlan plan, LengthTarget length, ModelPrice? price, double? tokensPerSecond) =>
        Make(request, options, length.Words, plan.Steps.Count, plan.Steps.Count, 0, 0, price, tokensPerSecond);

    private static WritingEstimate Make(
        WritingRequest request, LongWriterOptions options, int words, int fewest, int most, int planCallsMinimum, int planCallsMaximum, ModelPrice? price, double? tokensPerSecond)
    {
        var language = request.Language ?? "en";
        var atOnce = options.Mode == WritingMode.Parallel ? Math.Min(options.MaxParallelSections, most) : 1;
        var upper = TokenEstimate.PerWordUpper(language);
        var lower = upper / 2;
        var head = ((request.Instruction.Length + (request.Material?.Length ?? 0)) * TokenEstimate.PerCharacterUpper(language)) + PromptOverhead;
        var calls = new EstimateRange(fewest + planCallsMinimum, (most * (long)options.MaxDraftsPerSection) + planCallsMaximum);
        var output = new EstimateRange((long)(words * lower), (long)(words * upper * options.MaxDraftsPerSection) + (planCallsMaximum * 4_000L));
        // Serial writing with the full text shows half of the document on average.
        var shown = options.Mode == WritingMode.Parallel ? 0 : options.Context is ContextMode.Window or ContextMode.Summary ? Math.Min(words / 2.0, 2.0 * options.WindowWords) : words / 2.0;
        var input = new EstimateRange((long)(fewest * ((head / 2) + (shown * lower))), (long)(calls.Maximum * (head + (most * 40) + (shown * upper))));
        return new WritingEstimate(calls, input, output)
        {
            Cost = price is null ? null : (CostOf(price, input.Minimum, output.Minimum), CostOf(price, input.Maximum, output.Maximum)),
            Time = tokensPerSecond is > 0 and { } speed ? (TimeSpan.FromSeconds(output.Minimum / speed / atOnce), TimeSpan.FromSeconds(output.Maximum / speed)) : null,
        };
    }

    private static decimal CostOf(ModelPrice price, long input, long output) =>
        ((input * price.InputPerMillion) + (output * price.OutputPerMillion)) / 1_000_000m;
}
