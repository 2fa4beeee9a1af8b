namespace LongWriter;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class PieceStepReader
{
    /// <summary>Whether words are cut into bytes.</summary>
    public static bool IsByteLevel(JsonField field) => Flat(field).Any(step => step["type"].TextOrNull() == "ByteLevel");

    /// <summary>Reads the steps.</summary>
    /// <param name="field">The pre-tokenizer; null for none.</param>
    /// <param name="model">The last step.</param>
    public static PieceStep Read(JsonField field, PieceStep model)
    {
        var steps = Flat(field).ToList();
        if (steps.FindIndex(step => step["type"].TextOrNull() == "ByteLevel") is >= 0 and var at && at < steps.Count - 1)
            throw steps[at].Fault("is ByteLevel and not the last step, which is not supported");

        for (var i = steps.Count - 1; i >= 0; i--)
            model = Step(steps[i], model);
        return model;
    }

    /// <summary>Before which pieces <c>Metaspace</c> puts a space symbol.</summary>
    public static PrefixScheme Prefix(JsonField field) => field["prepend_scheme"].TextOrNull() switch
    {
        "always" => PrefixScheme.Always,
        "first" => PrefixScheme.First,
        "never" => PrefixScheme.Never,
        null => field["add_prefix_space"].Flag(true) ? PrefixScheme.Always : PrefixScheme.Never,
        var other => throw field["prepend_scheme"].Unsupported(other),
    };

    private static IEnumerable<JsonField> Flat(JsonField field) =>
        field.IsNull ? [] : field["type"].Text() == "Sequence" ? field["pretokenizers"].Entries().SelectMany(Flat) : [field];

    private static PieceStep Step(JsonField field, PieceStep next)
    {
        switch (field["type"].Text())
        {
            case "ByteLevel":
                if (field["use_regex"].Flag(true))
                    next = new SplitStep(new(SplitPattern.Gpt2, field.File), SplitBehavior.Isolated, false, next);
                return field["add_prefix_space"].Flag(true) ? new PrefixSpaceStep(next) : next;
            case "Split":
                return new SplitStep(Pattern(field["pattern"]), Behavior(field["behavior"]), field["invert"].Flag(), next);
            case "Digits":
                return new DigitsStep(field["individual_digits"].Flag(), next);
            case "Metaspace":
                return field["replacement"].Text() is [var symbol]
                    ? new MetaspaceStep(symbol, Prefix(field), field["split"].Flag(true), next)
                    : throw field["replacement"].Fault("is not one character");
            case var other:
                throw field["type"].Unsupported(other);
        }
    }

    private static SplitPattern Pattern(JsonField field) =>
        field["Regex"].TextOrNull() is { } regex ? new(regex, $"'{field.File}', field '{field.Path}.Regex'")
        : field["String"].Text() is { Length: > 0 } text ? new(System.Text.RegularExpressions.Regex.Escape(text), $"'{field.File}', field '{field.Path}.String'")
        : throw field.Fault("is empty");

    private static SplitBehavior Behavior(JsonField field) => field.Text() switch
    {
        "Isolated" => SplitBehavior.Isolated,
        "Removed" => SplitBehavior.Removed,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        var other => throw field.Unsupported(other),
    };
}
