namespace LongWriter;

/// <summary>What a model is evaluated on while it is trained. It is used where <see cref="TrainingOptions.Evaluation"/> is set.</summary>
public sealed record TrainingEvaluation
{
    /// <summary>Held-out sequences, for supervised training. Their learned tokens count, and so does <see cref="TrainingOptions.PackLength"/>.</summary>
    public IReadOnlyList<TrainingSequence> Sequences { get; init; } = [];

    /// <summary>Held-out pairs, for training on preferences.</summary>
    public IReadOnlyList<PreferencePair> Pairs { get; init; } = [];

    /// <summary>What answers are generated to.</summary>
    public IReadOnlyList<EvaluationPrompt> Prompts { get; init; } = [];

    /// <summary>The model's tokenizer: for bits per byte, and to read what was generated, where it has to be there.</summary>
    public ModelTokenizer? Tokenizer { get; init; }

    /// <summary>The form of conversations, for the tokens that end an answer; those of the model's configuration and the tokenizer's own end one too.</summary>
    public ChatTemplate? Template { get; init; }

    /// <summary>Counts the words of what was generated; <see cref="WordCounters.LongWriter"/>.</summary>
    public IWordCounter WordCounter { get; init; } = WordCounters.LongWriter;

    /// <summary>Reads held-out conversations: their answers as <see cref="Sequences"/>, and what the last answer of each answers as <see cref="Prompts"/>.</summary>
    /// <param name="file">JSON Lines in one of the forms of <see cref="TrainingData.ReadChats"/>.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="template">How the model wants conversations written.</param>
    /// <param name="options">As the data that is trained on are read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <remarks>The required length is the one that the last question states (<see cref="LengthParser"/>); where it states none, that of the answer that stands there.</remarks>
    /// <exception cref="LongWriterException">As of <see cref="TrainingData.ReadChats"/>; or a question states lengths that contradict each other (<see cref="LongWriterError.DatasetUnavailable"/>).</exception>
    public static TrainingEvaluation ReadChats(string file, ModelTokenizer tokenizer, ChatTemplate template, TrainingDataOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var data = TrainingData.ReadChats([new TrainingDataFile(file)], tokenizer, template, options, cancellationToken);
        var evaluation = new TrainingEvaluation { Sequences = data.Sequences, Tokenizer = tokenizer, Template = template };
        return evaluation with { Prompts = PromptReader.Read(file, tokenizer, template, evaluation.WordCounter, options) };
    }
}
