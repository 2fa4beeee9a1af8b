using System.Globalization;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>Asks for one plan until it can be used, with the fault named, and brings it into its band.</summary>
internal sealed class PlanDialogue(WritingContext context)
{
    private const int TokensPerStep = 100;
    private const int SpareTokens = 500;
    private const int ExcerptLength = 200;

    /// <summary>Asks for a plan.</summary>
    /// <param name="prompt">The whole prompt.</param>
    /// <param name="band">The lengths needed.</param>
    /// <param name="what">What is planned, for messages.</param>
    /// <param name="taken">Keys of main points that are planned elsewhere.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="LongWriterException">No answer could be used, or the model's filter refused.</exception>
    public async Task<IReadOnlyList<ShapedStep>> AskAsync(string prompt, PlanBand band, string what, IReadOnlySet<string>? taken, CancellationToken cancellationToken)
    {
        var prompts = context.Prompts;
        var options = context.Options;
        var client = context.GetChatClient(WritingRoles.Planner);
        var cap = Cap(client, 2 * Math.Max(band.Expected, 4));
        var check = new PlanCheckOptions
        {
            MaxSteps = 2 * Math.Max(options.MaxStepsPerPlanCall, band.Expected),
            AllowAnyStart = taken is not null,
            Taken = taken ?? new HashSet<string>(),
            Prompts = prompts,
        };
        PlanFault? fault = null;
        for (var attempt = 1; ; attempt++)
        {
            var asked = fault is null ? prompt : prompt + PromptTemplate.Fill(prompts.PlanAgain, ("fault", fault.Describe(prompts.Language)));
            var response = await client
                .GetResponseAsync([new ChatMessage(ChatRole.User, asked)], new ChatOptions { MaxOutputTokens = cap }, cancellationToken).ConfigureAwait(false);
            if (response.FinishReason == ChatFinishReason.ContentFilter)
                throw new LongWriterException(LongWriterError.Refused, $"The content filter stopped the planning of {what}. Change the instruction or the model.") { RunId = context.RunId };

            var isLast = attempt >= options.MaxPlanAttempts;
            var shaped = Judge(response, band, check, isLast);
            if (shaped.Fault is null)
            {
                if (shaped.Warning is not null)
                    context.Notify(new(NoticeKind.Warning, shaped.Warning));

                return shaped.Steps;
            }

            fault = shaped.Fault;
            if (isLast)
                throw Malformed(what, attempt, fault, response.Text);

            context.Notify(new(NoticeKind.Retry, string.Create(CultureInfo.InvariantCulture, $"The plan of {what} is asked for again (try {attempt + 1} of {options.MaxPlanAttempts}): {fault}")) { Error = LongWriterError.MalformedPlan });
        }
    }

    private ShapedPlan Judge(ChatResponse response, PlanBand band, PlanCheckOptions check, bool force)
    {
        if (string.IsNullOrWhiteSpace(response.Text))
            return new([], new(response.FinishReason == ChatFinishReason.Length ? PlanFaultKind.CutOff : PlanFaultKind.Empty));

        if (response.FinishReason == ChatFinishReason.Length)
            return new([], new(PlanFaultKind.CutOff));

        var entries = PlanReader.Read(response.Text, context.Prompts);
        var distinct = PlanCheck.WithoutRepeats(entries);
        // After the last try, what another part says too is no reason to fail for good, nor are some steps that say what others say: they are left out.
        if (force)
            check = check with { Taken = new HashSet<string>(), AllowEqualPoints = distinct.Count * 2 > entries.Count };

        return PlanCheck.FindFault(entries, check) is { } fault
            ? new([], fault)
            : PlanShaper.Shape(distinct, band, IsChinese(context.Prompts), force, entries.Count - distinct.Count);
    }

    // A model must not be promised more room than it has: some servers refuse such a call.
    private int Cap(IChatClient client, int steps)
    {
        var cap = SpareTokens + (TokensPerStep * steps) + context.Options.ReasoningTokens;
        var limits = client.GetService(typeof(ModelLimits)) as ModelLimits;
        if (limits?.MaxOutputTokens is { } output)
            cap = Math.Min(cap, output);

        return (context.Options.ContextTokens ?? limits?.ContextTokens) is { } room ? Math.Min(cap, Math.Max(room / 2, 1)) : cap;
    }

    private LongWriterException Malformed(string what, int attempts, PlanFault fault, string answer)
    {
        var excerpt = MainPointText.Shorten(MainPointText.Fold(answer), ExcerptLength);
        var message = string.Create(CultureInfo.InvariantCulture, $"The model gave no usable plan of {what} in {attempts} tries. The last one: {fault} Try a stronger model for the planner, raise MaxPlanAttempts, or pass a plan of your own.");
        return new(LongWriterError.MalformedPlan, excerpt.Length == 0 ? message : $"{message} It began: \"{excerpt}\"") { RunId = context.RunId };
    }

    internal static bool IsChinese(PromptSet prompts) => prompts.Language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
}
