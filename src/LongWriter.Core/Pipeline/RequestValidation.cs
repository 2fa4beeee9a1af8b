namespace LongWriter;

/// <summary>Looks at a request before anything is spent on it, and fills in what follows from it.</summary>
internal static class RequestValidation
{
    /// <summary>The request with its language and, where it is stated somewhere, its length.</summary>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>.</exception>
    public static WritingRequest Resolve(WritingRequest request, LongWriterOptions options)
    {
        if (string.IsNullOrWhiteSpace(request.Instruction))
            throw Invalid("The instruction is empty; say what to write.");
        if (request.Instruction.Length > options.MaxInstructionLength)
            throw Invalid($"The instruction has {request.Instruction.Length:N0} characters, more than MaxInstructionLength ({options.MaxInstructionLength:N0}). Put source text into WritingRequest.Material.");
        if (request.Language is { } language && !IsLanguageTag(language))
            throw Invalid($"'{(language.Length > 40 ? language[..40] + "…" : language)}' is no BCP 47 language tag; give one such as 'en' or 'zh'.");
        if (request.Id is { } id)
            RunId.Validate(id);

        var plan = request.Plan;
        if (plan is not null && FaultOf(plan, options) is { } fault)
            throw Invalid(fault);

        // An explicit length settles what the instruction may say; so does a plan of the user's own.
        var length = request.Length ?? (plan is null ? LengthParser.Parse(request.Instruction) : plan.Words);
        if (length is { } target)
            CheckLength(target, options);

        return request with { Language = request.Language ?? LanguageDetector.Detect(request.Instruction), Length = length };
    }

    private static void CheckLength(LengthTarget target, LongWriterOptions options)
    {
        if (target.Words <= 0)
            throw Invalid($"The required length is {target.Words} words; it has to be positive.");
        if (target.Words > options.MaxRequiredWords)
            throw Invalid($"The required length is {target.Words:N0} words, more than MaxRequiredWords ({options.MaxRequiredWords:N0}). Raise that option if it is meant.");
        if (target.Minimum < 0 || target.Maximum <= 0 || target.Minimum > target.Maximum)
            throw Invalid($"The required length contradicts itself: minimum {target.Minimum}, maximum {target.Maximum}.");
        if (!target.Contains(target.Words))
            throw Invalid($"The required length contradicts itself: {target.Words} words do not lie between {target.Minimum?.ToString(provider: null) ?? "0"} and {target.Maximum?.ToString(provider: null) ?? "any number"}.");
    }

    /// <summary>What is wrong with a whole plan, whose steps have checked themselves; null where it can be written.</summary>
    public static string? FaultOf(WritingPlan plan, LongWriterOptions options)
    {
        if (plan.Steps.Count == 0)
            return "The plan has no steps.";
        if (plan.Steps.GroupBy(static s => s.Id).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            return $"Two steps of the plan have the id '{twice.Key}'.";

        var words = plan.Steps.Sum(static s => (long)s.Words);
        return words > options.MaxRequiredWords ? $"The plan has {words:N0} words, more than MaxRequiredWords ({options.MaxRequiredWords:N0}). Raise that option if it is meant." : null;
    }

    /// <summary>Subtags of up to eight letters and digits, the first of letters alone.</summary>
    internal static bool IsLanguageTag(string tag)
    {
        var subtags = tag.Split('-');
        return tag.Length <= 35 && subtags[0].All(char.IsAsciiLetter) && Array.TrueForAll(subtags, static s => s.Length is >= 1 and <= 8 && s.All(char.IsAsciiLetterOrDigit));
    }

    private static LongWriterException Invalid(string message) => new(LongWriterError.InvalidRequest, message);
}
