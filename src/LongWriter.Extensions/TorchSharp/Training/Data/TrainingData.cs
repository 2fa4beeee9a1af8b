namespace LongWriter;

/// <summary>Reads files into what is trained on: the same files, tokenizer and options give the same sequences in the same order.</summary>
public static class TrainingData
{
    /// <summary>
    /// Reads conversations of which the assistant's turns are learned, each with the token that ends it, and nothing else.
    /// The form of a row is told by its fields: <c>messages</c> (<c>role</c>, <c>content</c>), <c>conversations</c> (<c>from</c>, <c>value</c>),
    /// or <c>instruction</c>, <c>input</c>, <c>output</c>, <c>history</c>; a <c>system</c> text may stand beside the last two.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="template">How the model wants conversations written.</param>
    /// <param name="options">What to do with long rows, and more.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LongWriterException">
    /// A file or row that cannot be used (<see cref="LongWriterError.DatasetUnavailable"/>): the message names file and line; a row with ids that the model does
    /// not have, or a tokenizer without the template's control tokens (<see cref="LongWriterError.InvalidModel"/>); an option (<see cref="LongWriterError.InvalidRequest"/>).
    /// </exception>
    public static TrainingDataSet ReadChats(
        IEnumerable<TrainingDataFile> files, ModelTokenizer tokenizer, ChatTemplate template, TrainingDataOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(template);
        options ??= new();
        Check(options);
        if (options.Overlong == OverlongRows.Split)
            throw Invalid($"{nameof(options.Overlong)} is {OverlongRows.Split}; a conversation cannot be split. Take {OverlongRows.Drop} or {OverlongRows.Cut}.");

        return new RowEncoding(new ChatRowEncoder(tokenizer, template, options).Encode, options).Read(Checked(files), static file => new RowReader(file), cancellationToken);
    }

    /// <summary>
    /// Reads texts of which everything is learned: rows with a field <c>text</c>, and <c>.txt</c> and <c>.md</c> files, each one text.
    /// Each begins with the tokenizer's beginning token, where it has one, and ends with its end-of-text token.
    /// </summary>
    /// <inheritdoc cref="ReadChats"/>
    public static TrainingDataSet ReadTexts(
        IEnumerable<TrainingDataFile> files, ModelTokenizer tokenizer, TrainingDataOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(tokenizer);
        options ??= new();
        Check(options);
        return new RowEncoding(new TextRowEncoder(tokenizer, options).Encode, options).Read(
            Checked(files), static file => new RowReader(file, whole: Path.GetExtension(file).ToLowerInvariant() is ".txt" or ".md"), cancellationToken);
    }

    private static void Check(TrainingDataOptions options)
    {
        if (options.MaxLength < 2)
            throw Invalid($"{nameof(options.MaxLength)} is {options.MaxLength}; take at least 2 tokens.");
        if (options.MaxRows < 1)
            throw Invalid($"{nameof(options.MaxRows)} is {options.MaxRows}; take at least 1.");
        if (options.Overlong is { } overlong && !Enum.IsDefined(overlong))
            throw Invalid($"{nameof(options.Overlong)} is none that there is.");
    }

    private static List<TrainingDataFile> Checked(IEnumerable<TrainingDataFile> files)
    {
        var list = files.ToList();
        if (list.Count == 0)
            throw Invalid("There is no data file.");

        foreach (var (path, weight) in list)
        {
            if (string.IsNullOrWhiteSpace(path))
                throw Invalid("A data file has an empty path.");
            if (!(weight is > 0 and <= 1_000))
                throw Invalid(FormattableString.Invariant($"The weight of {path} is {weight}; take more than 0 and at most 1000."));
        }

        return list;
    }

    private static LongWriterException Invalid(string message) => new(LongWriterError.InvalidRequest, message);
}
