using System.Text.Json;

namespace LongWriter;

/// <summary>A row of a data set: an instruction and, where it is written, the text that answers it.</summary>
/// <param name="Id">Its name in the set; the same in every run. Rows that bring none are named after the hash of their prompt.</param>
/// <param name="Prompt">What is asked, as the model sees it; empty for a text without an instruction.</param>
public sealed record DatasetRow(string Id, string Prompt)
{
    /// <summary>The text, or <see langword="null"/> for an instruction alone.</summary>
    public string? Text { get; init; }

    /// <summary>The instruction as it was before a length was written into it; <see langword="null"/> where none was.</summary>
    public string? OriginalPrompt { get; init; }

    /// <summary>The system text, where there is one.</summary>
    public string? System { get; init; }

    /// <summary>The plan in its text form, one line a step, where it is known.</summary>
    public string? Plan { get; init; }

    /// <summary>The sections of <see cref="Text"/>, where they are known.</summary>
    public IReadOnlyList<string>? Sections { get; init; }

    /// <summary>The required length in words as given beside the prompt; <see langword="null"/>: what the prompt states.</summary>
    public int? Required { get; init; }

    /// <summary>The language as a BCP 47 tag as given beside the prompt; <see langword="null"/>: detected from the prompt.</summary>
    public string? Language { get; init; }

    /// <summary>The kind of text, such as "news report", where it is known.</summary>
    public string? Type { get; init; }

    /// <summary>Where the text comes from; <see langword="null"/> for rows that this library has not written.</summary>
    public RowProvenance? Provenance { get; init; }

    /// <summary>Further fields of the row as they stood in its file.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Extra { get; init; }

    /// <summary>What the row is where it is more than a question and its answer, of which only the first question and the last answer are here; else <see langword="null"/>.</summary>
    internal string? Conversation { get; init; }

    /// <summary>Makes a row, named after its prompt where it has no id.</summary>
    /// <param name="prompt">What is asked; empty for a text alone.</param>
    /// <param name="text">The text, or <see langword="null"/>.</param>
    /// <param name="id">The id, or <see langword="null"/>.</param>
    public static DatasetRow Create(string prompt, string? text = null, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return new(string.IsNullOrWhiteSpace(id) ? RowFigures.Hash(prompt.Length > 0 ? prompt : text ?? "") : id, prompt) { Text = text };
    }

    /// <summary>The words of the text, by the counter of the row's language; 0 without a text.</summary>
    public int CountWords() => Text is null ? 0 : RowFigures.CounterOf(this).Count(Text);
}
