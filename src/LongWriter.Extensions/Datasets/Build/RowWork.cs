namespace LongWriter;

/// <summary>A row on its way through a build.</summary>
internal sealed class RowWork(int index, DatasetRow row)
{
    public int Index { get; } = index;

    /// <summary>The row; with its length once it has one.</summary>
    public DatasetRow Row { get; set; } = row;

    /// <summary>Why it was left out.</summary>
    public RowReject? Reject { get; set; }

    /// <summary>Why it is still to be done.</summary>
    public string? Pending { get; set; }

    /// <summary>Why the selecting model took it.</summary>
    public string? Selected { get; set; }

    /// <summary>The run that holds its text; null where the text was there.</summary>
    public string? RunId { get; set; }

    /// <summary>Whether there is a text for it.</summary>
    public bool IsWritten { get; set; }

    /// <summary>The finished row, once its text is there.</summary>
    public StagedRow? Staged { get; set; }

    /// <summary>Pairs made of its drafts.</summary>
    public IReadOnlyList<StagedRow> Pairs { get; set; } = [];

    /// <summary>Its figures, if it passed the filters.</summary>
    public BuiltRow? Built { get; set; }

    /// <summary>The run's name follows from what is asked, so that another instruction or length is another run.</summary>
    public static string RunIdOf(DatasetRow row) => "row-" + RowFigures.Hash(FormattableString.Invariant($"{row.Id}\0{row.Prompt}\0{row.System}\0{row.Required}\0{row.Language}\0{row.Plan}"));

    /// <summary>What the pipeline is asked for.</summary>
    public WritingRequest ToRequest() => new(Row.Prompt)
    {
        Id = RunId,
        Length = Row.Required is { } words ? words : null,
        Language = Row.Language,
        Style = string.IsNullOrWhiteSpace(Row.System) ? null : Row.System,
        Plan = Row.Plan is { } plan && WritingPlan.TryParse(plan, out var parsed, out _) ? parsed : null,
    };
}
