namespace LongWriter;

/// <summary>What a check of a plan is to look at.</summary>
internal sealed record PlanCheckOptions
{
    /// <summary>A person may plan two sections with the same words; a model has then repeated itself.</summary>
    public bool AllowEqualPoints { get; init; }

    /// <summary>Whether a plan without a single word count is a fault, because no length is known to share out.</summary>
    public bool NeedCounts { get; init; }

    /// <summary>Whether numbering may begin anywhere, as in the plan of one part among others.</summary>
    public bool AllowAnyStart { get; init; }

    /// <summary>The most steps, or <see langword="null"/> for any number.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Keys (<see cref="MainPointText.Key"/>) of main points that are planned elsewhere.</summary>
    public IReadOnlySet<string> Taken { get; init; } = new HashSet<string>();

    /// <summary>Prompt texts whose placeholders are looked for beside the English and the Chinese ones.</summary>
    public PromptSet? Prompts { get; init; }
}

/// <summary>Finds faults in a plan as it was read, its lengths apart (for those see <see cref="PlanShaper"/>).</summary>
internal static class PlanCheck
{
    private static readonly HashSet<string> OwnPlaceholders = [.. PlaceholdersOf(PromptSet.English), .. PlaceholdersOf(PromptSet.Chinese)];

    /// <summary>The first fault in order of weight, or <see langword="null"/>.</summary>
    public static PlanFault? FindFault(IReadOnlyList<PlanEntry> entries, PlanCheckOptions options) =>
        entries.Count == 0
            ? new PlanFault(PlanFaultKind.NoSteps)
            : InNumbering(entries, options) ?? InSteps(entries, options) ?? InWhole(entries, options);

    /// <summary>The steps but for those whose main point an earlier one has.</summary>
    public static IReadOnlyList<PlanEntry> WithoutRepeats(IReadOnlyList<PlanEntry> entries)
    {
        var seen = new HashSet<string>();
        return [.. entries.Where(e => IsNew(MainPointText.Key(e.Point), seen))];
    }

    // Points of symbols alone have no key; they are never taken for one another.
    private static bool IsNew(string key, HashSet<string> seen) => key.Length == 0 || seen.Add(key);

    private static PlanFault? InNumbering(IReadOnlyList<PlanEntry> entries, PlanCheckOptions options)
    {
        var numbers = entries.Where(static e => e.Number is not null).Select(static e => e.Number!.Value).Order().ToList();
        if (numbers.Count == 0)
            return null;

        var expected = numbers[0] == 0 || options.AllowAnyStart ? numbers[0] : 1;
        foreach (var number in numbers)
        {
            if (number < expected)
                return new(PlanFaultKind.DuplicateNumber, number);

            if (number > expected)
                return new(PlanFaultKind.Gap, expected);

            expected++;
        }

        return null;
    }

    private static PlanFault? InSteps(IReadOnlyList<PlanEntry> entries, PlanCheckOptions options)
    {
        var placeholders = options.Prompts is null ? OwnPlaceholders : [.. OwnPlaceholders, .. PlaceholdersOf(options.Prompts)];
        var seen = new HashSet<string>(options.Taken);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var key = MainPointText.Key(entry.Point);
            if (entry.Count is < 1 or > PlanStep.MaxWords)
                return new(PlanFaultKind.BadCount, i + 1, entry.Count.Value);

            if (!MainPointText.HasContent(entry.Point))
                return new(PlanFaultKind.EmptyPoint, i + 1);

            if (placeholders.Contains(key))
                return new(PlanFaultKind.Placeholder, i + 1);

            if (!IsNew(key, seen) && !options.AllowEqualPoints)
                return new(PlanFaultKind.DuplicatePoint, 0, i + 1, MainPointText.Shorten(entry.Point, 80));
        }

        return null;
    }

    private static PlanFault? InWhole(IReadOnlyList<PlanEntry> entries, PlanCheckOptions options)
    {
        if (options.NeedCounts && entries.All(static e => e.Count is null))
            return new(PlanFaultKind.NoCounts);

        return entries.Count > options.MaxSteps ? new(PlanFaultKind.TooManySteps, entries.Count, options.MaxSteps.Value) : null;
    }

    // What stands in square brackets first in the example lines of a prompt.
    private static IEnumerable<string> PlaceholdersOf(PromptSet prompts)
    {
        foreach (var line in new[] { prompts.Plan, prompts.PlanParts, prompts.PlanPart }.SelectMany(static t => t.Split('\n')))
        {
            var open = line.IndexOf('[', StringComparison.Ordinal);
            var close = open < 0 ? -1 : line.IndexOf(']', open);
            if (close >= 0)
                yield return MainPointText.Key(line[open..close]);
        }
    }
}
