using System.Text.Json.Serialization;

namespace LongWriter;

/// <summary>One line of a run's journal. The schema is versioned in <see cref="RunStarted.V"/>; members are only ever added.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(RunStarted), "run")]
[JsonDerivedType(typeof(SettingsAccepted), "settings")]
[JsonDerivedType(typeof(PlanMade), "plan")]
[JsonDerivedType(typeof(DraftReviewed), "draft")]
[JsonDerivedType(typeof(SectionAccepted), "section")]
[JsonDerivedType(typeof(TextRemembered), "memo")]
[JsonDerivedType(typeof(SpendNoted), "spend")]
[JsonDerivedType(typeof(SinkServed), "sink")]
[JsonDerivedType(typeof(RunEnded), "end")]
internal abstract record RunRecord
{
    /// <summary>The spend up to this record.</summary>
    [JsonPropertyOrder(100)]
    public Spend? Spent { get; init; }
}

/// <summary>The request and everything else that changes text.</summary>
internal sealed record RunStarted(int V, string Id, DateTimeOffset At, JournaledRequest Request, string Language, string Counter, ContextMode Context, SortedDictionary<string, string> Settings) : RunRecord
{
    public const int Version = 1;

    /// <summary>The least words of the text so far that a windowed context shows, where the model's context made it smaller.</summary>
    public int? Window { get; init; }
}

/// <summary>Settings that a resumed run went on with although they differ.</summary>
internal sealed record SettingsAccepted(SortedDictionary<string, string> Settings) : RunRecord
{
    /// <summary>What the writer sees from here on, where that was changed.</summary>
    public ContextMode? Context { get; init; }

    /// <summary>The window from here on, as in <see cref="RunStarted.Window"/>.</summary>
    public int? Window { get; init; }
}

/// <summary>A plan. A later one replaces it; of the finished sections <see cref="Keep"/> stay.</summary>
internal sealed record PlanMade(PlanStep[] Steps, LengthTarget Length, int Keep) : RunRecord
{
    /// <summary>Which of the finished sections stay, in their new order, where these are not the first ones.</summary>
    public int[]? Kept { get; init; }
}

/// <summary>A draft that was not accepted, with what the writer was told and what the reviewers said. In parallel mode first without verdict.</summary>
internal sealed record DraftReviewed(int Section, JournaledDraft Draft) : RunRecord;

/// <summary>An accepted section.</summary>
internal sealed record SectionAccepted(JournaledSection Section, string Hash) : RunRecord;

/// <summary>A text made once in the run.</summary>
internal sealed record TextRemembered(string Key, string Text) : RunRecord;

/// <summary>Spend that no other record carries: calls of a stop or a failure.</summary>
internal sealed record SpendNoted : RunRecord;

/// <summary>A data-set sink has the document.</summary>
internal sealed record SinkServed(string Sink) : RunRecord;

/// <summary>All sections are written.</summary>
internal sealed record RunEnded(int Words, double LengthScore, LengthOutcome Outcome) : RunRecord;

/// <summary>The part of a request that makes a run what it is.</summary>
internal sealed record JournaledRequest(string Instruction)
{
    public LengthTarget? Length { get; init; }

    public string? Language { get; init; }

    public string? Material { get; init; }

    public string? Style { get; init; }

    public string? Audience { get; init; }

    public string? Title { get; init; }

    public SortedDictionary<string, string>? Metadata { get; init; }

    /// <summary>What the models are told of a request: lone surrogates, which UTF-8 has no form for, and NUL replaced.</summary>
    public static JournaledRequest Of(WritingRequest request) => new(PromptTemplate.Clean(request.Instruction))
    {
        Length = request.Length,
        Language = request.Language,
        Material = Clean(request.Material),
        Style = Clean(request.Style),
        Audience = Clean(request.Audience),
        Title = Clean(request.Title),
        Metadata = request.Metadata.Count == 0 ? null : new(request.Metadata.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
    };

    private static string? Clean(string? text) => text is null ? null : PromptTemplate.Clean(text);

    public WritingRequest ToRequest(string id) => new(Instruction)
    {
        Id = id,
        Length = Length,
        Language = Language,
        Material = Material,
        Style = Style,
        Audience = Audience,
        Title = Title,
        Metadata = Metadata is null ? new Dictionary<string, string>() : Metadata,
    };

    /// <summary>The names of the members in which another request differs; metadata may.</summary>
    public IEnumerable<string> DifferencesFrom(JournaledRequest other)
    {
        if (Instruction != other.Instruction)
            yield return nameof(Instruction);
        if (Length != other.Length)
            yield return nameof(Length);
        if (Language != other.Language)
            yield return nameof(Language);
        if (Material != other.Material)
            yield return nameof(Material);
        if (Style != other.Style)
            yield return nameof(Style);
        if (Audience != other.Audience)
            yield return nameof(Audience);
        if (Title != other.Title)
            yield return nameof(Title);
    }
}

/// <summary>A draft as it stands in the journal.</summary>
internal sealed record JournaledDraft(int Number, SectionAction Action, string Text, int Asked, int Words, int DraftWords, string? Finish, string? Prompt, long Output, long Reasoning)
{
    /// <summary>The draft before the reviewers edited it, where they did.</summary>
    public string? Original { get; init; }

    public bool Reviewed { get; init; }

    public SectionAction? Next { get; init; }

    public string? Feedback { get; init; }

    public double Cost { get; init; }
}

/// <summary>An accepted section as it stands in the journal.</summary>
internal sealed record JournaledSection(int Index, string StepId, int Asked, int Written, int Goal, int DraftWords, LengthOutcome Outcome, string? Finish, int Drafts, long Output, long Reasoning, string Text);
