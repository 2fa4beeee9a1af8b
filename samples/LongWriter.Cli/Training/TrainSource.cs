namespace LongWriter.Cli.Training;

/// <summary>A run's model and data.</summary>
internal sealed class TrainSource : IDisposable
{
    private const string Initial = "initial";

    private readonly Lazy<ChatTemplate> _template;

    private TrainSource(TrainingRunFile file, string path)
    {
        (File, Path) = (file, path);
        Tokenizer = ModelTokenizers.Load(path);
        _template = new(() => file.Template is { } name ? ChatTemplates.Get(name) : ChatTemplates.For(Tokenizer, System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path))));
        Weights = HuggingFaceCheckpoint.Open(path);
        Reference = file.Reference is { } reference ? HuggingFaceCheckpoint.Open(reference) : null;
    }

    public TrainingRunFile File { get; }

    public string Path { get; }

    public ModelTokenizer Tokenizer { get; }

    public ChatTemplate Template => _template.Value;

    public HuggingFaceCheckpoint Weights { get; }

    public HuggingFaceCheckpoint? Reference { get; }

    public ModelConfig Config => Weights.Config;

    /// <exception cref="LongWriterException">A folder is no usable model.</exception>
    public static TrainSource Open(TrainingRunFile file)
    {
        if (file.Init is not { } init)
            return new(file, file.Model!);

        var folder = System.IO.Path.Combine(file.Training.OutputFolder, Initial);
        if (!file.Training.Resume || !Directory.Exists(folder))
            init.Write(folder);
        return new(file, folder);
    }

    public TrainingDataSet Read(bool texts, CancellationToken cancellationToken) =>
        texts ? TrainingData.ReadTexts(File.Data, Tokenizer, Options, cancellationToken) : TrainingData.ReadChats(File.Data, Tokenizer, Template, Options, cancellationToken);

    /// <summary>What the run is evaluated on, if it is.</summary>
    public TrainingEvaluation? ReadHeldOut(TrainingKind kind, CancellationToken cancellationToken) => File.HeldOut is not { } path ? null : kind switch
    {
        TrainingKind.Lm => new() { Sequences = TrainingData.ReadTexts([path], Tokenizer, Options, cancellationToken).Sequences, Tokenizer = Tokenizer },
        TrainingKind.Sft => TrainingEvaluation.ReadChats(path, Tokenizer, Template, Options, cancellationToken),
        _ => new() { Pairs = [.. Pairs(path).Where(Fits)], Tokenizer = Tokenizer, Template = Template },
    };

    /// <summary>The pairs that fit, and how many do not.</summary>
    public (List<PreferencePair> Pairs, int Dropped) ReadPairs()
    {
        if (File.Overlong is not (null or OverlongRows.Drop))
            throw new UsageException("'overlong' is not drop; pairs that are longer than a pack can be dropped only.");
        if (File.Data.FirstOrDefault(static d => d.Weight != 1) is { } weighted)
            throw new UsageException($"{weighted.Path} has a weight; pairs are taken once each.");

        var files = File.Data.Select(d => (d.Path, Pairs: Pairs(d.Path).ToList())).ToList();
        if (files.Find(static f => f.Pairs.Count == 0) is { Path: { } empty })
            throw new UsageException($"The data file {empty} has no pairs.");

        var all = files.SelectMany(static f => f.Pairs).ToList();
        var pairs = all.Where(Fits).ToList();
        if (pairs.Count == 0 && all.Count > 0)
            throw new UsageException($"All {all.Count} pairs have an answer of more than {Longest} tokens with its question. Take a greater 'training.packLength', up to the model's context of {Config.ContextLength}.");
        return (pairs, all.Count - pairs.Count);
    }

    private TrainingDataOptions Options => new() { MaxLength = File.Training.PackLength, Overlong = File.Overlong, Model = Config, Seed = File.Training.Seed };

    private IEnumerable<PreferencePair> Pairs(string path) => new PreferenceReader(Template, Tokenizer).Read(path);

    private bool Fits(PreferencePair pair) => Math.Max(pair.Chosen.Length, pair.Rejected.Length) <= Longest;

    private int Longest => Math.Min(File.Training.PackLength, Config.ContextLength);

    public void Dispose()
    {
        Weights.Dispose();
        Reference?.Dispose();
    }
}
