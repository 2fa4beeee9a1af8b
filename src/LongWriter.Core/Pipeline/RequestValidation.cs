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
        if (request.Language is { } language && (language.Length is 0 or > 35 || !language.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')))
            throw Invalid($"'{language}' is no BCP 47 language tag; give one such as 'en' or 'zh'.");
        if (request.Id is { } id)
            RunId.Validate(id);

        var plan = request.Plan;
        if (plan is not null)
            CheckPlan(plan);

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

    private static void CheckPlan(WritingPlan plan)
    {
        if (plan.Steps.Count == 0)
            throw Invalid("The plan has no steps.");
        if (plan.Steps.FirstOrDefault(static s => string.IsNullOrWhiteSpace(s.MainPoint)) is { } empty)
            throw Invalid($"Step '{empty.Id}' of the plan has no main point.");
        if (plan.Steps.FirstOrDefault(static s => s.Words <= 0) is { } without)
            throw Invalid($"Step '{without.Id}' of the plan has {without.Words} words; each step needs a positive number.");
        if (plan.Steps.GroupBy(static s => s.Id).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw Invalid($"Two steps of the plan have the id '{twice.Key}'.");
    }

    private static LongWriterException Invalid(string message) => new(LongWriterError.InvalidRequest, message);
}
