using System.Text.Json;
using System.Text.Json.Serialization;

namespace LongWriter;

/// <summary>How a data set is built. A JSON file of the same names in camel case sets it too (<see cref="Load"/>).</summary>
public sealed record DatasetBuildOptions
{
    /// <summary>Whether a model decides which instructions need a long text; <see langword="true"/>.</summary>
    public bool Select { get; init; } = true;

    /// <summary>Instructions that need more words than that are taken; 2,000 (LongWriter, section 3.2).</summary>
    public int SelectWords { get; init; } = 2_000;

    /// <summary>
    /// How often the build's own questions are asked (whether an instruction needs a long text; the instruction of a text without one) while the answer
    /// is none; 3. A row without an answer then is pending. Calls that fail are retried as the writer's are, within the same bound on all. From 1 to 100.
    /// </summary>
    public int AnswerAttempts { get; init; } = ModelInstructionSelector.DefaultAttempts;

    /// <summary>What the filters let pass.</summary>
    public RowFilterOptions Filters { get; init; } = new();

    /// <summary>When two instructions count as one; <see langword="null"/> keeps near-duplicates.</summary>
    public NearDuplicateOptions? NearDuplicates { get; init; } = new();

    /// <summary>
    /// The lengths that instructions without one are given, as shares of ranges in words; evenly 2,000 to 10,000 with a tail to 32,000, as in
    /// LongWriter-6k. Empty: they are left as they are, and the planner decides.
    /// </summary>
    public IReadOnlyList<LengthShare> Lengths { get; init; } =
    [
        new(2_000, 4_000, 0.22), new(4_000, 6_000, 0.22), new(6_000, 8_000, 0.22), new(8_000, 10_000, 0.22), new(10_000, 20_000, 0.09), new(20_000, 32_000, 0.03),
    ];

    /// <summary>Rows that are worked on at a time, and the most calls under way; 8. The bound sinks by itself while the server answers 429. From 1 to 1,000.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>What the whole build may spend, earlier calls of it included; its time is that of one call of the build. At the limit no further call starts; those under way end. <see langword="null"/>, the default: no limit.</summary>
    public WritingBudget? Budget { get; init; }

    /// <summary>Whether runs that were begun under other settings, such as another model, go on under those of now; <see langword="false"/>: the build ends at the first with <see cref="LongWriterError.SettingsChanged"/>.</summary>
    public bool AcceptChangedSettings { get; init; }

    /// <summary>What becomes of the texts' Markdown; it stays.</summary>
    public MarkdownForm Markdown { get; init; }

    /// <summary>The shares that the result is brought to by leaving rows out; <see langword="null"/>, the default: none are.</summary>
    public BalanceOptions? Balance { get; init; }

    /// <summary>The share of rows that go into the validation files; 0.02. From 0 to less than 1.</summary>
    public double Validation { get; init; } = 0.02;

    /// <summary>Begins what is drawn: lengths, wordings, the split, what balancing leaves out. 0.</summary>
    public long Seed { get; init; }

    /// <summary>The forms of the files, as <see cref="RowSinks.Names"/> has them; <c>messages</c>.</summary>
    public IReadOnlyList<string> Forms { get; init; } = ["messages"];

    /// <summary>Whether preference pairs are made of the drafts that the journals hold; <see langword="true"/>.</summary>
    public bool Pairs { get; init; } = true;

    /// <summary>How far a rejected draft's S_l has to be below that of the kept one to make a pair; 5.</summary>
    public double MinPairMargin { get; init; } = 5;

    /// <summary>Output tokens a second of one call, for the time that an estimate tells; 50.</summary>
    public double TokensPerSecond { get; init; } = 50;

    /// <summary>Decides in place of the model; <see langword="null"/>, the default: <see cref="ModelInstructionSelector"/> over the client of role <c>selector</c>.</summary>
    [JsonIgnore]
    public IInstructionSelector? Selector { get; init; }

    /// <summary>Further filters of instructions, behind those that ship.</summary>
    [JsonIgnore]
    public IReadOnlyList<IRowFilter> InstructionFilters { get; init; } = [];

    /// <summary>Further filters of texts, behind those that ship.</summary>
    [JsonIgnore]
    public IReadOnlyList<IRowFilter> TextFilters { get; init; } = [];

    /// <summary>Opens the sink of a form that this package does not know, such as Parquet: form and path without an extension in, <see langword="null"/> out for one that it does not know either.</summary>
    [JsonIgnore]
    public Func<string, string, IRowSink?>? OpenSink { get; init; }

    /// <summary>
    /// Lines that were set aside when the instructions were read, as <see cref="DatasetReadOptions.OnFault"/> hears of them. They are told in <c>rejected.jsonl</c>,
    /// behind the rows, as <c>file</c>, <c>line_number</c> and <c>rejected</c>; none by default.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<RowFault> Faults { get; init; } = [];

    /// <summary>Hears of retries, waits and rows that stay pending; called from several threads.</summary>
    [JsonIgnore]
    public Action<WritingNotice>? OnNotice { get; init; }

    /// <summary>Reads options from a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: it cannot be read. <see cref="LongWriterError.InvalidRequest"/>: it is no JSON, or has a name or value that there is not.</exception>
    public static DatasetBuildOptions Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            var options = BuildConfiguration.Read(File.ReadAllBytes(path))
                ?? throw new LongWriterException(LongWriterError.InvalidRequest, $"{path} is no JSON object.");
            options.Check();
            return options;
        }
        catch (JsonException exception)
        {
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{path}: {exception.Message}", exception);
        }
        catch (Exception exception) when (StorageFault.Covers(exception))
        {
            throw StorageFault.Wrap(LongWriterError.DatasetUnavailable, "The configuration cannot be read", path, exception);
        }
    }

    /// <exception cref="LongWriterException">A value is out of its range.</exception>
    internal void Check()
    {
        Hold(SelectWords > 0, nameof(SelectWords), SelectWords, "more than 0");
        Hold(AnswerAttempts is >= 1 and <= 100, nameof(AnswerAttempts), AnswerAttempts, "from 1 to 100");
        Hold(Concurrency is >= 1 and <= 1_000, nameof(Concurrency), Concurrency, "from 1 to 1000");
        Hold(Validation is >= 0 and < 1, nameof(Validation), Validation, "from 0 to less than 1");
        Hold(MinPairMargin is >= 0 and <= 100, nameof(MinPairMargin), MinPairMargin, "from 0 to 100");
        Hold(TokensPerSecond > 0, nameof(TokensPerSecond), TokensPerSecond, "more than 0");
        Hold(Filters is not null, nameof(Filters), "an object");
        Hold(Lengths is not null, nameof(Lengths), "a list, empty to give no lengths");
        Hold(Forms is { Count: > 0 }, nameof(Forms), "a list with at least one form");
        Hold(Balance is null or { Lengths: not null, Languages: not null, Types: not null }, nameof(Balance), "null, or an object whose lengths, languages and types are not null");
        NearDuplicates?.Check();
        Hold(Filters!.Without is not null, $"{nameof(Filters)}.{nameof(RowFilterOptions.Without)}", "a list");
        Hold(Filters.SectionSimilarity is > 0 and <= 1, $"{nameof(Filters)}.{nameof(RowFilterOptions.SectionSimilarity)}", Filters.SectionSimilarity, "above 0 and at most 1");
        Hold(Filters.MinLengthScore is null or (>= 0 and <= 100), $"{nameof(Filters)}.{nameof(RowFilterOptions.MinLengthScore)}", Filters.MinLengthScore ?? 0, "from 0 to 100");
        foreach (var share in Lengths!.Concat(Balance?.Lengths ?? []))
            Hold(share is { From: > 0, Share: >= 0 } && share.To >= share.From, nameof(Lengths), share.From, "a range of words above 0 with a share of 0 or more");
        Hold(Lengths!.Count == 0 || Lengths.Any(static s => s.Share > 0), nameof(Lengths), 0, "a list with a share above 0");
        if (Forms!.GroupBy(static f => f, StringComparer.Ordinal).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"The form '{twice.Key}' is named twice. Name it once.");
        foreach (var form in Forms!)
        {
            if (!RowSinks.Names.Contains(form) && OpenSink is null && form != "parquet")
                throw new LongWriterException(LongWriterError.InvalidRequest, $"There is no form '{form}'; take one of {string.Join(", ", RowSinks.Names)}.");
        }
    }

    private static void Hold(bool holds, string name, string range)
    {
        if (!holds)
            throw new LongWriterException(LongWriterError.InvalidRequest, $"{name} has to be {range}.");
    }

    private static void Hold(bool holds, string name, double value, string range)
    {
        if (!holds)
            throw new LongWriterException(LongWriterError.InvalidRequest, FormattableString.Invariant($"{name} is {value}; it has to be {range}."));
    }
}

/// <summary>A share of a range of lengths.</summary>
/// <param name="From">The least words.</param>
/// <param name="To">The most words.</param>
/// <param name="Share">Its share; shares are relative to their sum.</param>
public sealed record LengthShare(int From, int To, double Share);

/// <summary>What a result is brought to. Shares are relative to their sum; rows that no share is given for are left out where shares are given.</summary>
public sealed record BalanceOptions
{
    /// <summary>Shares of written lengths, in words.</summary>
    public IReadOnlyList<LengthShare> Lengths { get; init; } = [];

    /// <summary>Shares of languages, by BCP 47 tag.</summary>
    public IReadOnlyDictionary<string, double> Languages { get; init; } = new Dictionary<string, double>();

    /// <summary>Shares of types, as the instructions' <c>type</c> has them.</summary>
    public IReadOnlyDictionary<string, double> Types { get; init; } = new Dictionary<string, double>();
}
