using System.Text.Json;

namespace LongWriter;

/// <summary>A model's answer to a prompt: a row of <c>pred.jsonl</c>, or of <c>judge.jsonl</c> where it has scores.</summary>
/// <param name="Id">The prompt's name in its set.</param>
/// <param name="Prompt">What was asked.</param>
/// <param name="Response">The answer; empty where there is none.</param>
public sealed record Prediction(string Id, string Prompt, string Response)
{
    /// <summary>The kind of text; empty where the file names none.</summary>
    public string Type { get; init; } = "";

    /// <summary>The required length in words; <see langword="null"/> where the row has none that can be used.</summary>
    public int? Length { get; init; }

    /// <summary>Why <see cref="Length"/> is <see langword="null"/> although the row has a length: it is not a whole number above 0. <see langword="null"/> otherwise.</summary>
    public string? LengthFault { get; init; }

    /// <summary>The number of the answer among those to the same prompt, from 0.</summary>
    public int Sample { get; init; }

    /// <summary>The prompt's language as a BCP 47 tag, or by its English or Chinese name; the row's, else detected.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The model that answered; <see langword="null"/> where the row does not say.</summary>
    public string? Model { get; init; }

    /// <summary>How the answer ended.</summary>
    public PredictionFate Fate { get; init; }

    /// <summary>Why there is no answer; <see langword="null"/> where there is one.</summary>
    public string? Error { get; init; }

    /// <summary>The sections that a pipeline wrote, in order; empty for an answer of one call.</summary>
    public IReadOnlyList<PredictedSection> Sections { get; init; } = [];

    /// <summary>
    /// The number of sections that a pipeline planned, written or not; <see langword="null"/> where the row does not say: as many as there are <see cref="Sections"/>.
    /// </summary>
    public int? PlannedSections { get; init; }

    /// <summary>What the prompt asks of numbered parts; <see langword="null"/> where nothing can be checked.</summary>
    public UnitTask? Units { get; init; }

    /// <summary>The settings that the answer was made with, in one line; <see langword="null"/> where the row does not say.</summary>
    public string? Settings { get; init; }

    /// <summary>A judge's scores; <see langword="null"/> where none was asked, or none gave any.</summary>
    public QualityScores? Scores { get; init; }

    /// <summary>What is wrong with parts of the row that were left out: sections, scores, numbered parts, a fate or a text that cannot be used.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Fields of the row that this package does not know, by name; they are written back.</summary>
    public IReadOnlyDictionary<string, JsonElement> OtherFields { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Whether <see cref="Id"/> is the number of a line, since the row, or that of its prompt, names none: then answers to one prompt may have different ones.</summary>
    internal bool IsNumbered { get; init; }

    /// <summary>Known fields whose value cannot be used, as they stand in the row; they are written back.</summary>
    internal IReadOnlyDictionary<string, string> RawFields { get; init; } = new Dictionary<string, string>();

    /// <summary>The length that the row says the response has, in words; <see langword="null"/> where it says none. Figures are always counted anew.</summary>
    internal int? StatedResponseLength { get; init; }

    /// <summary>
    /// The response's length in words by the counter of LongBench-Write for English and Chinese, else by the counter of the language
    /// (<see cref="WordCounters.ForLanguage"/>).
    /// </summary>
    public int ResponseLength => WordCounters.ForLanguage(AnswerLanguage.TagOf(Language)).Count(Response);

    /// <summary>
    /// Reads a file of predictions in the authors' form: <c>prompt</c>, <c>type</c>, <c>length</c>, <c>response</c>, <c>response_length</c>, in a
    /// <c>judge.jsonl</c> also <c>scores</c>; with the fields that this package adds. Where two rows have the same id and sample the later one counts.
    /// </summary>
    /// <param name="path">The file, JSON Lines in UTF-8.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be read.</exception>
    public static EvaluationRows<Prediction> Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return RowFile.Read(path, static (line, number) => RowFields.Read(line, number).ToPrediction(), static p => (p.Id, p.Sample), static p => p.Faults);
    }
}

/// <summary>How an answer ended.</summary>
public enum PredictionFate
{
    /// <summary>The writer ended it itself, or the file does not say.</summary>
    Whole,

    /// <summary>The output cap or a budget ended it.</summary>
    Cut,

    /// <summary>The model or a content filter declined.</summary>
    Refused,

    /// <summary>The writer failed; <see cref="Prediction.Error"/> says how.</summary>
    Failed,
}

/// <summary>A section that a pipeline wrote.</summary>
/// <param name="MainPoint">What its plan step is about.</param>
/// <param name="Words">The words planned for it.</param>
/// <param name="Characters">The length of its text in UTF-16 code units; sections stand in the response one after the other, a blank line between them.</param>
public sealed record PredictedSection(string MainPoint, int Words, int Characters);
