using System.Text.Json;

namespace LongWriter;

/// <summary>Where a row's text comes from, and how it measures.</summary>
/// <param name="RunId">The run whose journal holds the text, its drafts and its plan; <see langword="null"/> for a text that was there.</param>
public sealed record RowProvenance(string? RunId)
{
    /// <summary>The models by role, as far as their clients name them.</summary>
    public IReadOnlyDictionary<string, string>? Models { get; init; }

    /// <summary>The settings of the run that change text, as its journal has them.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>The first 16 hexadecimal digits of the prompt's SHA-256.</summary>
    public string? PromptHash { get; init; }

    /// <summary>The version of LongWriter.</summary>
    public string? Version { get; init; }

    /// <summary>Why the instruction was taken, in the selecting model's words.</summary>
    public string? Selected { get; init; }

    /// <summary>The share of 4-grams that stand in the text before (rep-4; Welleck et al., 2019), 0 to 1.</summary>
    public double? Repetition { get; init; }

    /// <summary>The provenance as JSON, with names in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RowJson.Default.RowProvenance);
}
