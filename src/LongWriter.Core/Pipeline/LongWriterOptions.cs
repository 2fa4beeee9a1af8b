using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace LongWriter;

/// <summary>How a writer works. The defaults write serially, with the full text so far in every prompt, under length control.</summary>
public sealed class LongWriterOptions
{
    /// <summary>Whether sections are written one after the other or all at once.</summary>
    /// <value>Default <see cref="WritingMode.Serial"/>.</value>
    public WritingMode Mode { get; set; } = WritingMode.Serial;

    /// <summary>The greatest number of sections that are written at once in <see cref="WritingMode.Parallel"/>.</summary>
    /// <value>Default 4.</value>
    [Range(1, 256)]
    public int MaxParallelSections { get; set; } = 4;

    /// <summary>What the writer sees of the text so far.</summary>
    /// <value>Default <see cref="ContextMode.Auto"/>.</value>
    public ContextMode Context { get; set; } = ContextMode.Auto;

    /// <summary>
    /// The context of the writing model in tokens, prompt and answer together. <see langword="null"/>: what the client says
    /// through <see cref="ModelLimits"/>, else taken as unlimited.
    /// </summary>
    /// <value>Default <see langword="null"/>.</value>
    [Range(512, int.MaxValue)]
    public int? ContextTokens { get; set; }

    /// <summary>
    /// The words of the text so far that the windowed context modes show at least; up to twice as many before the window moves on.
    /// Less where the model's context is small.
    /// </summary>
    /// <value>Default 3,000.</value>
    [Range(100, 1_000_000)]
    public int WindowWords { get; set; } = 3_000;

    /// <summary>The greatest number of drafts of one section, continued and shortened ones included; the best is kept.</summary>
    /// <value>Default 3.</value>
    [Range(1, 20)]
    public int MaxDraftsPerSection { get; set; } = 3;

    /// <summary>The greatest number of times that a plan is asked for.</summary>
    /// <value>Default 3.</value>
    [Range(1, 20)]
    public int MaxPlanAttempts { get; set; } = 3;

    /// <summary>How far the finished document may be from the required length without the last section being written again, as a share.</summary>
    /// <value>Default 0.05.</value>
    [Range(0.005, 0.5)]
    public double LengthTolerance { get; set; } = 0.05;

    /// <summary>The least words of a plan step; a shorter document is one step (LongWriter, section 3.1).</summary>
    /// <value>Default 200.</value>
    [Range(20, 10_000)]
    public int MinStepWords { get; set; } = 200;

    /// <summary>The greatest words of a plan step (LongWriter, section 3.1).</summary>
    /// <value>Default 1,000.</value>
    [Range(50, 50_000)]
    public int MaxStepWords { get; set; } = 1_000;

    /// <summary>The number of steps above which the planner works in two levels: parts, then the steps of each.</summary>
    /// <value>Default 40.</value>
    [Range(2, 500)]
    public int MaxStepsPerPlanCall { get; set; } = 40;

    /// <summary>The greatest required length in words that a request may have.</summary>
    /// <value>Default 1,000,000.</value>
    [Range(1, int.MaxValue)]
    public int MaxRequiredWords { get; set; } = 1_000_000;

    /// <summary>The greatest length of an instruction in characters. Source material has no such limit.</summary>
    /// <value>Default 200,000.</value>
    [Range(1, int.MaxValue)]
    public int MaxInstructionLength { get; set; } = 200_000;

    /// <summary>Tokens added to every output cap for a model that reasons before it answers; more is learned from what it spends.</summary>
    /// <value>Default 0.</value>
    [Range(0, 1_000_000)]
    public int ReasoningTokens { get; set; }

    /// <summary>Chat options by role, under those of the request.</summary>
    public IDictionary<string, ChatOptions> ChatOptions { get; } = new Dictionary<string, ChatOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Prompt texts by language tag; <c>en</c> and <c>zh</c> are there. A language without texts of its own is written with the
    /// English ones, which then name the language.
    /// </summary>
    public IDictionary<string, PromptSet> Prompts { get; } = new Dictionary<string, PromptSet>(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = PromptSet.English,
        ["zh"] = PromptSet.Chinese,
    };

    /// <summary>Prices by model id, for cost figures and money limits; the empty id serves models without an entry.</summary>
    public IDictionary<string, ModelPrice> Prices { get; } = new Dictionary<string, ModelPrice>(StringComparer.Ordinal);

    /// <summary>What a run may spend unless its request says otherwise.</summary>
    /// <value>Default <see langword="null"/>: no limit.</value>
    public WritingBudget? Budget { get; set; }

    /// <summary>Retries, watchdogs and limits around every model call.</summary>
    [ValidateObjectMembers]
    public ResilienceOptions Resilience { get; set; } = new();

    /// <summary>Whether prompt and output text go to logs and traces.</summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool EnableSensitiveData { get; set; }

    /// <summary>The prompt texts for a language, English ones where it has none.</summary>
    /// <param name="language">A BCP 47 tag; its primary subtag counts.</param>
    public PromptSet GetPrompts(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        if (Prompts.TryGetValue(language, out var prompts) || Prompts.TryGetValue(language.Split('-', 2)[0], out prompts))
            return prompts;

        return Prompts.TryGetValue("en", out prompts) ? prompts : PromptSet.English;
    }
}

/// <summary>In which order sections are written.</summary>
public enum WritingMode
{
    /// <summary>One after the other; each sees the text before it. The paper's way.</summary>
    Serial,

    /// <summary>
    /// All at once, each seeing the plan only; accepted in order, the length settled in one pass at the end. Faster, at the
    /// cost of coherence (about 6 % relative in the paper).
    /// </summary>
    Parallel,
}

/// <summary>What the writer sees of the text so far.</summary>
public enum ContextMode
{
    /// <summary>The full text where it fits the model's context, else a running summary and a window. Decided once, at the run's start.</summary>
    Auto,

    /// <summary>The full text. The paper's way.</summary>
    Full,

    /// <summary>The last <see cref="LongWriterOptions.WindowWords"/> to twice as many words, moved on in blocks so that prompts keep their prefix.</summary>
    Window,

    /// <summary>A running summary of what the window left behind, and the window.</summary>
    Summary,
}
