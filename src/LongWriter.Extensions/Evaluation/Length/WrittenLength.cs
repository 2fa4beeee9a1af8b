namespace LongWriter;

/// <summary>What of an answer its length score needs.</summary>
internal sealed record WrittenLength(string Id, int Sample, int? Required, int Written)
{
    /// <summary>What tells its prompt from others of the file.</summary>
    public required PromptKey Key { get; init; }

    public required string Type { get; init; }

    public required string Language { get; init; }

    public required PredictionFate Fate { get; init; }

    public required bool HasFaultyLength { get; init; }

    /// <summary>What is wrong with parts of the row that its length does not need.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Whether it is a text: a refusal is no short one, and what failed is none.</summary>
    public bool IsText => Fate is not (PredictionFate.Refused or PredictionFate.Failed) && Written > 0;

    /// <summary>Whether it is an answer without a word, and nobody says why.</summary>
    public bool IsEmpty => Fate is not (PredictionFate.Refused or PredictionFate.Failed) && Written == 0;

    /// <summary>S_l; null where no length is required. What is left of an answer that failed is none.</summary>
    public double? Score => Required is not { } required ? null : Fate == PredictionFate.Failed ? 0 : LengthScore.Compute(required, Written);

    public static WrittenLength Of(Prediction prediction) => Of(prediction, prediction.ResponseLength);

    public static WrittenLength Of(Prediction prediction, int written) => new(prediction.Id, prediction.Sample, prediction.Length, written)
    {
        Key = PromptKey.WithoutText(prediction),
        Type = prediction.Type,
        Language = prediction.Language,
        Fate = prediction.Fate,
        HasFaultyLength = prediction.LengthFault is not null,
        Faults = prediction.Faults,
    };
}
