using System.Globalization;

namespace LongWriter;

/// <summary>
/// The planner of AgentWrite (LongWriter, section 3.1): asks a model for a line a section with a main point and a word count,
/// checks the answer, and brings it to the required length. Long documents are planned in two levels, parts and then the
/// steps of each part, and a part that is planned is journaled. Stateless.
/// </summary>
/// <remarks>
/// A plan that cannot be used is asked for again with its fault named, at most <see cref="LongWriterOptions.MaxPlanAttempts"/>
/// times; a plan that is only of unfit lengths is made to fit after the last try, and one of whose steps fewer than half repeat
/// others is taken without these, each with a warning.
/// </remarks>
public sealed class AgentWritePlanner : IPlanner
{
    private const int SinglePointLength = 300;
    private const int StepsPerPart = 10;

    /// <inheritdoc />
    public async Task<WritingPlan> PlanAsync(WritingRequest request, WritingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options;
        var required = request.Length?.Words;
        if (required is < 1 or > PlanStep.MaxWords)
            throw new LongWriterException(LongWriterError.InvalidRequest, string.Create(CultureInfo.InvariantCulture, $"A required length of {required} words cannot be planned; it must be 1 to {PlanStep.MaxWords}.")) { RunId = context.RunId };

        var band = PlanBand.For(options, required);
        if (required < 2 * band.Minimum && required <= band.Maximum)
            return Single(request, required.GetValueOrDefault());

        if (required is { } whole && whole / band.Typical > options.MaxStepsPerPlanCall)
            return await PlanPartsAsync(request, context, band, whole, cancellationToken).ConfigureAwait(false);

        var prompts = context.Prompts;
        var prompt = PromptTemplate.Fill(
            prompts.Plan,
            ("task", request.Instruction),
            ("details", RequestDetails.Render(request, context)),
            ("length", required is { } words ? PromptTemplate.Fill(prompts.PlanLength, ("words", Figure(words))) : prompts.PlanLengthOpen),
            ("minimum", Figure(band.Minimum)),
            ("maximum", Figure(band.Maximum)));
        var steps = await new PlanDialogue(context).AskAsync(prompt, band, "the document", null, cancellationToken).ConfigureAwait(false);
        return Create(steps);
    }

    // Too short to be divided: the task itself is the step.
    private static WritingPlan Single(WritingRequest request, int words)
    {
        var point = MainPointText.Shorten(MainPointText.Fold(request.Instruction), SinglePointLength);
        return point.Length > 0
            ? WritingPlan.Create((point, words))
            : throw new LongWriterException(LongWriterError.InvalidRequest, "The instruction is empty; say what to write.");
    }

    private static async Task<WritingPlan> PlanPartsAsync(WritingRequest request, WritingContext context, PlanBand band, int required, CancellationToken cancellationToken)
    {
        var details = RequestDetails.Render(request, context);
        var partsText = await context.RememberAsync("plan/parts", token => AskPartsAsync(request, context, band, required, details, token), cancellationToken).ConfigureAwait(false);
        var parts = WritingPlan.Parse(partsText);
        var taken = new HashSet<string>();
        var steps = new List<ShapedStep>();
        for (var i = 0; i < parts.Steps.Count; i++)
        {
            var index = i;
            var key = string.Create(CultureInfo.InvariantCulture, $"plan/part/{i + 1}");
            var text = await context.RememberAsync(key, token => AskPartAsync(request, context, band, parts, index, details, taken, token), cancellationToken).ConfigureAwait(false);
            foreach (var step in WritingPlan.Parse(text).Steps)
            {
                taken.Add(MainPointText.Key(step.MainPoint));
                steps.Add(new(step.MainPoint, step.Words));
            }
        }

        return Create(steps);
    }

    private static async Task<string> AskPartsAsync(WritingRequest request, WritingContext context, PlanBand band, int required, string details, CancellationToken cancellationToken)
    {
        var perCall = context.Options.MaxStepsPerPlanCall;
        var steps = (double)required / band.Typical;

        // Parts of ten steps where that many parts fit one call; above that both levels grow alike.
        var count = (int)Math.Clamp(Math.Round(steps / StepsPerPart), 2, Math.Max(2, Math.Max(perCall, Math.Ceiling(Math.Sqrt(steps)))));
        if (steps / count > perCall)
            count = (int)Math.Ceiling(steps / perCall <= perCall ? steps / perCall : Math.Sqrt(steps));

        var size = required / count;
        var partBand = new PlanBand(Math.Min(2 * band.Minimum, size), Math.Max(3 * size, band.Maximum), required) { Expected = count };
        var prompt = PromptTemplate.Fill(
            context.Prompts.PlanParts,
            ("task", request.Instruction),
            ("details", details),
            ("words", Figure(required)),
            ("parts", Figure(count)));
        var parts = await new PlanDialogue(context).AskAsync(prompt, partBand, "the document's parts", null, cancellationToken).ConfigureAwait(false);
        return Create(parts).ToString();
    }

    private static async Task<string> AskPartAsync(
        WritingRequest request, WritingContext context, PlanBand band, WritingPlan parts, int index, string details, HashSet<string> taken, CancellationToken cancellationToken)
    {
        var part = parts.Steps[index];
        if (part.Words < 2 * band.Minimum && part.Words <= band.Maximum)
            return WritingPlan.Create((part.MainPoint, part.Words)).ToString();

        var prompt = PromptTemplate.Fill(
            context.Prompts.PlanPart,
            ("task", request.Instruction),
            ("details", details),
            ("parts", parts.ToString(context.Prompts, withIds: false)),
            ("number", Figure(index + 1)),
            ("part", part.MainPoint),
            ("words", Figure(part.Words)),
            ("minimum", Figure(band.Minimum)),
            ("maximum", Figure(band.Maximum)));
        var what = string.Create(CultureInfo.InvariantCulture, $"part {index + 1} of {parts.Steps.Count}");
        var steps = await new PlanDialogue(context).AskAsync(prompt, PlanBand.For(context.Options, part.Words), what, taken, cancellationToken).ConfigureAwait(false);
        return Create(steps).ToString();
    }

    private static WritingPlan Create(IEnumerable<ShapedStep> steps) => WritingPlan.Create(steps.Select(static s => (s.Point, s.Words)));

    private static string Figure(int number) => number.ToString(CultureInfo.InvariantCulture);
}
