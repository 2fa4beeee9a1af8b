using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace LongWriter;

/// <summary>
/// LongWriter-Tiny: a model of under two million parameters that plans and writes long documents in simple English, in managed code, and others
/// of its kind, as <c>samples/TinyModel</c> trains them. They know an invented village and nothing of the real world.
/// </summary>
public static class LongWriterTiny
{
    /// <summary>The models' name in answers and metadata.</summary>
    public const string ModelId = "LongWriter-Tiny";

    private const string ShippedFolder = "longwriter-tiny";

    private const string ShippedAdvice =
        "The package LongWriter.Extensions.TinyModel puts it there when the app is built or published: reference it without ExcludeAssets=\"buildTransitive\" or \"all\", and take the folder along wherever the program goes. Or name a folder that has a model.";

    private const string FolderAdvice = "Name the folder 'model' of a stage of samples/TinyModel, such as WORK/full-1/longwriter/outline/model, or leave it out for the shipped model.";

    // An outline stands and falls with them.
    private static readonly string[] Breakers = ["\n", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private static readonly string[] Needed = ["config.json", "model.safetensors", "tokenizer.json"];

    /// <summary>Where the shipped model is: the folder <c>longwriter-tiny</c> beside the program, which building and publishing an app fill.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, ShippedFolder);

    /// <summary>
    /// How the model is sampled unless something else is asked for: temperature 0.6, top-p 0.85, top-k 50, and DRY from the fifth token of a sequence on
    /// that stands there twice (multiplier 2, base 2), to which <c>Load</c> adds ends of lines and figures as breakers. Without it a
    /// model of this size says the same sentences again and again in one long answer; what stands there once, as the lines of an outline do, it has to say again.
    /// </summary>
    public static SamplingOptions Sampling { get; } = new() { Temperature = 0.6f, TopP = 0.85f, TopK = 50, Dry = new() { Multiplier = 2, Base = 2, AllowedLength = 5, MinOccurrences = 2 } };

    /// <summary>How a writer's calls are drawn unless they say more: with DRY from the eighth token of what stands there once, since plans and sections have no outline to say again.</summary>
    internal static SamplingOptions PartSampling { get; } = Sampling with { Dry = new() { Multiplier = 1, Base = 2, AllowedLength = 8 } };

    /// <summary>
    /// A prompt as the model reads it: numbers without separators, filled up to four digits, "1,600" as "1600" and "75" as "0075". A model of this
    /// size takes numbers by their first digits; so a digit's place says what it is worth. <c>Load</c> and <c>UseTinyModel</c> do this to what a user says.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    public static string ReadableNumbers(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return FixedWidthNumbers.Of(prompt);
    }

    /// <summary>Loads the shipped model as a chat client, as <see cref="Load(string, Action{LocalModelOptions}?, ILoggerFactory?)"/> does with another.</summary>
    /// <param name="configure">Sets further options; they begin with the model's name and <see cref="Sampling"/>.</param>
    /// <param name="loggers">Where the decoder logs.</param>
    /// <exception cref="LongWriterException">Files are missing or not usable (<see cref="LongWriterError.InvalidModel"/>).</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is not usable.</exception>
    public static IChatClient Load(Action<LocalModelOptions>? configure = null, ILoggerFactory? loggers = null) => Load(Folder, configure, loggers);

    /// <summary>Loads a model as a chat client, over a <see cref="LocalChatClient"/> that <c>GetService</c> gives. It understands <see cref="TinyPrompts"/> and short instructions, no other prompts.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="configure">Sets further options; they begin with the model's name and <see cref="Sampling"/>.</param>
    /// <param name="loggers">Where the decoder logs.</param>
    /// <exception cref="LongWriterException">Files are missing or not usable (<see cref="LongWriterError.InvalidModel"/>), or the model is larger than the memory (<see cref="LongWriterError.InsufficientMemory"/>).</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is not usable.</exception>
    public static IChatClient Load(string folder, Action<LocalModelOptions>? configure = null, ILoggerFactory? loggers = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var options = new LocalModelOptions();
        (options.ModelId, options.Sampling) = (ModelId, Sampling);
        configure?.Invoke(options);
        options.Check();
        return Open(Checked(folder), options, timeProvider: null, loggers);
    }

    internal static FixedWidthNumbers Open(string folder, LocalModelOptions options, TimeProvider? timeProvider, ILoggerFactory? loggers)
    {
        // Which tokens these are, only the tokenizer tells. DRY of the app's own stays what it is.
        if (options.Sampling is { } sampling && ReferenceEquals(sampling.Dry, Sampling.Dry))
            options.Sampling = sampling with { Dry = Sampling.Dry! with { BreakerTokenIds = new BreakerTokens(ModelTokenizers.Load(folder)).Of(Breakers) } };
        var local = LocalChatClient.Load(folder, options, timeProvider: timeProvider, loggers: loggers);
        return new(new FavouredTopic(local, (ModelTokenizer)local.GetService(typeof(ModelTokenizer))!, options.Sampling));
    }

    /// <summary>
    /// Sets a writer up for the model: <see cref="TinyPrompts.English"/> as the only prompt texts, sections of 80 to 240 words, each
    /// seeing the last 100 to 200 words, up to 60 sections a plan, a plan asked for up to 8 times and a section drafted up to 5 times, plans at temperature 0.7 and top-p 0.9, sections at 0.85 and 0.95.
    /// </summary>
    /// <param name="options">The writer's options.</param>
    /// <remarks>
    /// At temperature 0.5 a model of this size says the likeliest sentence, and the likeliest step of a plan, again and again.
    /// The builder's <c>UseTinyModel</c> does this and more: it draws plans again and drafts sections anew that lose the topic or go on with the
    /// outline, drops sentences that come a third time, and refuses documents in other languages. A writer without it, as of <c>client.AsLongWriter(options)</c>, has none of that: it takes
    /// what comes, and the model answers in English whatever it is asked in.
    /// </remarks>
    public static void Configure(LongWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Prompts.Clear();
        options.Prompts["en"] = TinyPrompts.English;
        options.Context = ContextMode.Window;
        options.WindowWords = 100;
        options.MinStepWords = 80;
        options.MaxStepWords = 240;
        options.MaxStepsPerPlanCall = 60;
        options.MaxPlanAttempts = 8;
        options.MaxDraftsPerSection = 5;
        options.ChatOptions[WritingRoles.Planner] = new() { Temperature = 0.7f, TopP = 0.9f };
        options.ChatOptions[WritingRoles.Writer] = new() { Temperature = 0.85f, TopP = 0.95f };
    }

    /// <summary>The folder, with every file that is needed.</summary>
    internal static string Checked(string folder)
    {
        var missing = Needed.Where(name => !File.Exists(Path.Combine(folder, name))).ToList();
        return missing.Count == 0 ? folder : throw new LongWriterException(
            LongWriterError.InvalidModel,
            $"There is no model in {folder}: {string.Join(", ", missing)} missing. {(folder == Folder ? ShippedAdvice : FolderAdvice)}");
    }
}
