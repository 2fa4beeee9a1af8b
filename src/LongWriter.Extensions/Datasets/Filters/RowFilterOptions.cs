namespace LongWriter;

/// <summary>What the filters that ship let pass.</summary>
public sealed record RowFilterOptions
{
    /// <summary>The least S_l where a length is required, 0 to 100; 80. <see langword="null"/> switches the filter off.</summary>
    public double? MinLengthScore { get; init; } = 80;

    /// <summary>The least words of a text; 0.</summary>
    public int MinWords { get; init; }

    /// <summary>The languages of instructions that are taken, as BCP 47 tags; <see langword="null"/>, the default: all.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>The least characters of an instruction; 8.</summary>
    public int MinPromptCharacters { get; init; } = 8;

    /// <summary>The most characters of an instruction; 20,000.</summary>
    public int MaxPromptCharacters { get; init; } = 20_000;

    /// <summary>A file of toxic terms in place of those that ship; see <see cref="TermList"/>.</summary>
    public string? ToxicTerms { get; init; }

    /// <summary>A file of data-scraping patterns in place of those that ship; see <see cref="TermList"/>.</summary>
    public string? ScrapingTerms { get; init; }

    /// <summary>The most steps of a plan; 50, above which the authors' code drops a row.</summary>
    public int MaxPlanSteps { get; init; } = 50;

    /// <summary>The least words of a plan's steps on average; 100.</summary>
    public int MinStepWords { get; init; } = 100;

    /// <summary>The greatest share of a text that stands in it before, in runs of 20 words; 0.1. Verse, tables, code, quotes and headings do not count.</summary>
    public double MaxRepeatedShare { get; init; } = 0.1;

    /// <summary>The Jaccard similarity from which on two sections of a text are the same; 0.5. Sections of one form, such as recipes, come to 0.2.</summary>
    public double SectionSimilarity { get; init; } = 0.5;

    /// <summary>The greatest share of a text in another language than the instruction asks for; 0.2.</summary>
    public double MaxOtherLanguage { get; init; } = 0.2;

    /// <summary>Names of filters that are switched off.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];
}
