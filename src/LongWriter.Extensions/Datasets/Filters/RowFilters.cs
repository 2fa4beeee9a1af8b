namespace LongWriter;

/// <summary>The filters that ship.</summary>
public static class RowFilters
{
    /// <summary>
    /// Those that look at an instruction, before anything is spent on it: <c>prompt-length</c>, <c>language</c>, <c>toxic</c>, <c>scraping</c>,
    /// <c>prompt-placeholder</c>.
    /// </summary>
    /// <param name="options">What they let pass; <see langword="null"/> for the defaults.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: a file of terms cannot be read. <see cref="LongWriterError.InvalidRequest"/>: it has none, or <see cref="RowFilterOptions.Without"/> names no filter.</exception>
    public static IReadOnlyList<IRowFilter> ForInstructions(RowFilterOptions? options = null)
    {
        options ??= new();
        return Without(options,
        [
            new PromptLengthFilter(options),
            new LanguageFilter(options),
            new TermFilter("toxic", options.ToxicTerms is { } toxic ? TermList.Read(toxic) : TermList.Toxic),
            new TermFilter("scraping", options.ScrapingTerms is { } scraping ? TermList.Read(scraping) : TermList.Scraping),
            new PromptPlaceholderFilter(),
        ]);
    }

    /// <summary>
    /// Those that look at a text: <c>empty</c>, <c>words</c>, <c>length-score</c>, <c>plan</c>, <c>refusal</c>, <c>placeholder</c>,
    /// <c>unfinished</c>, <c>repetition</c>, <c>duplicate-sections</c>, <c>language-drift</c>.
    /// </summary>
    /// <param name="options">What they let pass; <see langword="null"/> for the defaults.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.InvalidRequest"/>: <see cref="RowFilterOptions.Without"/> names no filter.</exception>
    public static IReadOnlyList<IRowFilter> ForTexts(RowFilterOptions? options = null)
    {
        options ??= new();
        return Without(options,
        [
            new EmptyFilter(),
            new WordsFilter(options),
            new LengthScoreFilter(options),
            new PlanFilter(options),
            new RefusalFilter(),
            new PlaceholderFilter(),
            new UnfinishedFilter(),
            new RepetitionFilter(options),
            new DuplicateSectionsFilter(options),
            new LanguageDriftFilter(options),
        ]);
    }

    /// <summary>The first fault that filters find, with the filter's name; null where there is none.</summary>
    internal static RowReject? FirstFault(IReadOnlyList<IRowFilter> filters, DatasetRow row)
    {
        foreach (var filter in filters)
        {
            if (filter.FindFault(row) is { } reason)
                return new(filter.Name, reason);
        }

        return null;
    }

    private static readonly string[] Names =
    [
        "prompt-length", "language", "toxic", "scraping", "prompt-placeholder", "empty", "words", "length-score", "plan", "refusal", "placeholder", "unfinished",
        "repetition", "duplicate-sections", "language-drift",
    ];

    /// <summary>The names of those that leave anything out.</summary>
    internal static IEnumerable<string> NamesOf(RowFilterOptions options) => Names.Except(options.Without).Where(name => name switch
    {
        "language" => options.Languages is not null,
        "words" => options.MinWords > 0,
        "length-score" => options.MinLengthScore is not null,
        _ => true,
    });

    private static IRowFilter[] Without(RowFilterOptions options, IRowFilter[] filters) =>
        options.Without.FirstOrDefault(static name => !Names.Contains(name)) is { } unknown
            ? throw new LongWriterException(LongWriterError.InvalidRequest, $"There is no filter '{unknown}'; there are {string.Join(", ", Names)}.")
            : [.. filters.Where(f => !options.Without.Contains(f.Name))];
}

/// <summary>Why a row was left out.</summary>
/// <param name="Filter">The filter's name.</param>
/// <param name="Reason">What it found.</param>
internal sealed record RowReject(string Filter, string Reason);
