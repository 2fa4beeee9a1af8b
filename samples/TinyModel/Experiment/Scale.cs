namespace TinyModel.Experiment;

/// <summary>Every number of the experiment at one size.</summary>
internal sealed record Scale
{
    /// <summary>Its name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>The part of the language that is used; all of it where null.</summary>
    public (int Alternatives, int Beats)? Language { get; init; }

    /// <summary>Width of the model.</summary>
    public required int Width { get; init; }

    /// <summary>Layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Heads of keys and values.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of a head.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Width of the feed-forward layers.</summary>
    public required int FeedForward { get; init; }

    /// <summary>Tokens of the vocabulary.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Tokens that fit the model.</summary>
    public required int Context { get; init; }

    /// <summary>Sentences of a paragraph.</summary>
    public required int ParagraphSentences { get; init; }

    /// <summary>Words of a typical section.</summary>
    public required int SectionWords { get; init; }

    /// <summary>The longest text that is ever learned from, in words.</summary>
    public required int MostWords { get; init; }

    /// <summary>The caps of the controlled experiment, in words.</summary>
    public required IReadOnlyList<int> Caps { get; init; }

    /// <summary>The required lengths that curves are drawn over, in words.</summary>
    public required IReadOnlyList<int> Grid { get; init; }

    /// <summary>The required length at which arms are held against each other.</summary>
    public required int Probe { get; init; }

    /// <summary>Words of the samples.</summary>
    public required int SampleWords { get; init; }

    /// <summary>Prompts at each point of a curve.</summary>
    public required int PromptsPerPoint { get; init; }

    /// <summary>Pre-training: texts of which length, and how many tokens of them.</summary>
    public required IReadOnlyList<BasePhase> Base { get; init; }

    /// <summary>Tokens of a training step, where no text is longer.</summary>
    public required int StepTokens { get; init; }

    /// <summary>Tokens of a step of the controlled experiment: the same for all arms, though one has longer texts.</summary>
    public required int ArmStepTokens { get; init; }

    /// <summary>Steps of an arm of the controlled experiment.</summary>
    public required int ArmSteps { get; init; }

    /// <summary>Rows of plans and of sections that the agent learns from.</summary>
    public required (int Plans, int Sections, int Short) AgentRows { get; init; }

    /// <summary>Documents that the agent writes: of all lengths beyond the cap, and of up to four times the cap.</summary>
    public required (int Long, int Middling) AgentDocuments { get; init; }

    /// <summary>Whether other averages of the loss and other mixes are tried too.</summary>
    public bool Variants { get; init; }

    /// <summary>Highest learning rate of pre-training, and of fine-tuning.</summary>
    public required (double Base, double Tuning, double Preferences) Rates { get; init; }

    /// <summary>Instructions that pairs are drawn for.</summary>
    public required int PairPrompts { get; init; }

    /// <summary>An eighth of everything: shows in minutes whether the chain holds.</summary>
    public static Scale Small { get; } = new()
    {
        Name = "small",
        Language = (8, 5),
        Width = 128,
        Layers = 4,
        Heads = 4,
        KeyValueHeads = 2,
        HeadWidth = 32,
        FeedForward = 320,
        Vocabulary = 2_048,
        Context = 4_096,
        ParagraphSentences = 2,
        SectionWords = 80,
        MostWords = 1_800,
        Caps = [75, 150, 250],
        Grid = [75, 150, 250, 500, 1_000, 1_600],
        Probe = 1_600,
        SampleWords = 1_200,
        PromptsPerPoint = 24,
        Base = [BasePhase.Lists(3_000_000), new(60, 300, 5_000_000), new(100, 1_800, 5_000_000, Anneals: true)],
        StepTokens = 4_096,
        ArmStepTokens = 2_600,
        ArmSteps = 2_500,
        AgentRows = (8_000, 12_000, 2_000),
        AgentDocuments = (450, 200),
        Variants = true,
        Rates = (3e-3, 2e-3, 5e-5),
        PairPrompts = 120,
    };

    /// <summary>The experiment of the report, and the model that is shipped.</summary>
    public static Scale Full { get; } = new()
    {
        Name = "full",
        Language = (12, 8),
        Width = 160,
        Layers = 4,
        Heads = 6,
        KeyValueHeads = 2,
        HeadWidth = 32,
        FeedForward = 480,
        Vocabulary = 3_072,
        Context = 6_144,
        ParagraphSentences = 3,
        SectionWords = 160,
        MostWords = 3_400,
        Caps = [100, 200, 400],
        Grid = [100, 200, 400, 800, 1_600, 3_200],
        Probe = 3_200,
        SampleWords = 2_000,
        PromptsPerPoint = 40,
        Base =
        [
            BasePhase.Lists(2_500_000),
            new(60, 400, 4_500_000, ListEvery: 3, Invented: 0.5),
            new(150, 3_400, 3_500_000, ListEvery: 2, Invented: 0.5, Anneals: true),
            new(100, 3_400, 4_500_000, ListEvery: 5, Anneals: true),
        ],
        StepTokens = 4_096,
        ArmStepTokens = 5_120,
        ArmSteps = 900,
        AgentRows = (5_500, 5_000, 1_500),
        AgentDocuments = (340, 200),
        Rates = (2e-3, 2e-3, 5e-5),
        PairPrompts = 600,
    };

    /// <summary>A scale by its name.</summary>
    public static Scale Get(string name) => name == Small.Name ? Small : name == Full.Name ? Full : throw new ArgumentException($"There is no scale '{name}'; take small or full.");
}

/// <summary>A part of pre-training.</summary>
/// <param name="Least">The least words of a text.</param>
/// <param name="Most">The most words of a text.</param>
/// <param name="Tokens">Tokens that are learned.</param>
/// <param name="ListEvery">One text in so many is a list to copy; with 1 all are.</param>
/// <param name="Invented">The share of texts about invented topics.</param>
/// <param name="Anneals">Whether the rate comes down in it, as in the last phase.</param>
internal sealed record BasePhase(int Least, int Most, int Tokens, int ListEvery = 8, double Invented = Corpus.Topics.Inventions, bool Anneals = false)
{
    /// <summary>Lists alone. Until a model can copy, it has nothing from looking back; from lists alone it learns that within a few hundred steps.</summary>
    public static BasePhase Lists(int tokens) => new(0, 0, tokens, ListEvery: 1);
}
