using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LongWriter;

public sealed partial record WritingPlan
{
    /// <summary>
    /// The text form: one line a step, "Paragraph 1 - Main Point: … - Word Count: 400 words". An id that is not derived from the
    /// main point is written behind it, " - Id: intro".
    /// </summary>
    public override string ToString() => ToString(PromptSet.English);

    /// <summary>The text form in the words of a prompt set (<see cref="PromptSet.PlanLine"/>).</summary>
    /// <param name="prompts">The prompt texts.</param>
    /// <param name="withIds">Whether ids of one's own are written, so that the text round-trips; a prompt needs none.</param>
    public string ToString(PromptSet prompts, bool withIds = true)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        var derived = withIds ? PlanStepId.DeriveAll(Steps.Select(static s => s.MainPoint)) : [];
        return string.Join('\n', Steps.Select((step, i) =>
        {
            var line = PromptTemplate.Fill(
                prompts.PlanLine,
                ("number", (i + 1).ToString(CultureInfo.InvariantCulture)),
                ("point", step.MainPoint),
                ("words", step.Words.ToString(CultureInfo.InvariantCulture)));
            return withIds && step.Id != derived[i] ? line + PlanLineFormat.IdMark + step.Id : line;
        }));
    }

    /// <summary>
    /// Reads a plan: its own text form without any loss, and also what people and models make of it (Markdown, other
    /// numbering, missing word counts, JSON; see <see cref="TryParse"/>).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="prompts">Prompt texts whose line form is understood beside the English and the Chinese one.</param>
    /// <returns>The plan, in the order of the lines.</returns>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.MalformedPlan"/>: the text holds no usable plan; the message names the fault.</exception>
    public static WritingPlan Parse(string text, PromptSet? prompts = null) => TryParse(text, out var plan, out var fault, prompts)
        ? plan
        : throw new LongWriterException(LongWriterError.MalformedPlan, $"The plan cannot be used: {fault}");

    /// <summary>
    /// Reads a plan without throwing. A missing word count becomes the mean of the others. Faults are: no steps, a number that
    /// is missing or used twice, an empty main point or one left as a placeholder, a count that is not positive, no count at
    /// all, an id used twice. The sum is not looked at.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="fault">What is wrong with the text, in a sentence.</param>
    /// <param name="prompts">Prompt texts whose line form is understood beside the English and the Chinese one.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WritingPlan? plan, [NotNullWhen(false)] out string? fault, PromptSet? prompts = null)
    {
        plan = null;
        var entries = PlanReader.Read(text ?? "", prompts);
        var found = PlanCheck.FindFault(entries, new PlanCheckOptions { AllowEqualPoints = true, NeedCounts = true, Prompts = prompts });
        if (found is not null)
        {
            fault = found.ToString();
            return false;
        }

        var known = entries.Where(static e => e.Count is not null).ToList();
        var mean = (int)Math.Clamp(Math.Round(known.Average(static e => (double)e.Count!.Value)), 1, PlanStep.MaxWords);
        var derived = PlanStepId.DeriveAll(entries.Select(static e => e.Point));
        plan = new([.. entries.Select((e, i) => new PlanStep(e.Id ?? derived[i], e.Point, (int)(e.Count ?? mean)))]);
        var twice = plan.Steps.CountBy(static s => s.Id).FirstOrDefault(static p => p.Value > 1).Key;
        if (twice is null)
        {
            fault = null;
            return true;
        }

        plan = null;
        fault = new PlanFault(PlanFaultKind.DuplicateId, Text: twice).ToString();
        return false;
    }
}
