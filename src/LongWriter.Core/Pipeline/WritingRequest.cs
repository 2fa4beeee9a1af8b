using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>What to write. Only the instruction is needed.</summary>
/// <param name="Instruction">The task in the user's own words, for example "Write a 10,000-word guide to …".</param>
public sealed record WritingRequest(string Instruction)
{
    /// <summary>
    /// The run's id; <see langword="null"/> (the default) lets the writer make one. The same id with the same request
    /// resumes that run, or returns its finished document without a call; another request under it is a conflict.
    /// 1 to 128 characters of <c>A-Z a-z 0-9 . _ -</c>, not starting with a dot.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>
    /// The required length in words. <see langword="null"/> (the default): parsed from the instruction; where it states
    /// none, the planner decides.
    /// </summary>
    public LengthTarget? Length { get; init; }

    /// <summary>
    /// The language to write in, as a BCP 47 tag such as <c>en</c> or <c>zh</c>. <see langword="null"/> (the default): detected
    /// from the instruction.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>Source material that the document is to rest on; given to the planner and the writer verbatim.</summary>
    public string? Material { get; init; }

    /// <summary>The style asked for, for example "plain and dry".</summary>
    public string? Style { get; init; }

    /// <summary>The readers that the document is for.</summary>
    public string? Audience { get; init; }

    /// <summary>The document's title. It is told to the model and used by exports; it is not part of the text.</summary>
    public string? Title { get; init; }

    /// <summary>A plan of the user's own; the planner is then not called.</summary>
    public WritingPlan? Plan { get; init; }

    /// <summary>What happens to finished sections when <see cref="Plan"/> differs from the plan that a resumed run was written to.</summary>
    public PlanEdit PlanEdit { get; init; } = PlanEdit.KeepFinished;

    /// <summary>Stops after the plan is ready and durable; the same id writes the document later. Default <see langword="false"/>.</summary>
    public bool PlanOnly { get; init; }

    /// <summary>
    /// Chat options by role (<see cref="WritingRoles"/>), over the writer's own: model, temperature, seed, reasoning effort,
    /// additional properties. <see cref="ChatOptions.MaxOutputTokens"/> bounds the caps that the pipeline computes.
    /// </summary>
    public IReadOnlyDictionary<string, ChatOptions> ChatOptions { get; init; } = new Dictionary<string, ChatOptions>();

    /// <summary>What the run may spend; <see langword="null"/> takes the writer's own budget. Not part of the run's identity, so it can be raised.</summary>
    public WritingBudget? Budget { get; init; }

    /// <summary>
    /// Goes on with a run although settings that change text differ from those it was started with; the differences are
    /// reported as a warning. Default <see langword="false"/>: they are an error that lists them.
    /// </summary>
    public bool AcceptChangedSettings { get; init; }

    /// <summary>The caller's own data, journaled and handed on to data sets.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>What happens to finished sections when a run is resumed under an edited plan.</summary>
public enum PlanEdit
{
    /// <summary>
    /// Finished sections stay as they are, with a warning where their step was changed. The default. A section goes with its step's id: that
    /// of a step taken out is dropped, and behind a step put in between finished ones the sections are written again.
    /// </summary>
    KeepFinished,

    /// <summary>Finished sections from the first changed step on are written again.</summary>
    RewriteFromChange,
}
