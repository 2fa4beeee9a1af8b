namespace LongWriter;

/// <summary>An instruction that answers are drawn for.</summary>
/// <param name="Id">Its name in the set; the same in every run.</param>
/// <param name="Prompt">What is asked, as the model sees it.</param>
public sealed record PairInstruction(string Id, string Prompt)
{
    /// <summary>The system text, where there is one.</summary>
    public string? System { get; init; }

    /// <summary>The required length in words. <see langword="null"/>, the default: read from the prompt with <see cref="LengthParser"/>.</summary>
    public int? Required { get; init; }

    /// <summary>The language whose counter counts, as a BCP 47 tag. <see langword="null"/>, the default: detected from the prompt.</summary>
    public string? Language { get; init; }

    /// <summary>
    /// Reads instructions from JSON Lines. A row has <c>prompt</c>, or <c>instruction</c> with <c>input</c> behind it; and, where it has them, <c>id</c> (the line's number
    /// otherwise), <c>system</c>, <c>length</c> or <c>required</c> (words), and <c>language</c>. Other fields and empty lines are passed over.
    /// </summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <exception cref="LongWriterException"><see cref="LongWriterError.DatasetUnavailable"/>: the file cannot be read or has no rows, or a row is none, or two have the same id; the message names the line.</exception>
    public static IReadOnlyList<PairInstruction> Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return PairInstructionReader.Read(path);
    }

    /// <summary>The length that answers are scored against; null where none is stated, or none that is clear.</summary>
    internal int? RequiredWords() => Required ?? RowFigures.StatedIn(Prompt);

    internal IWordCounter Counter() => WordCounters.ForLanguage(Language ?? LanguageDetector.Detect(Prompt));
}
