using TinyModel.Experiment;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>Teaches the short-winded model the calls of the pipeline: to plan, and to write one section. Nothing in it is longer than a section.</summary>
internal sealed class AgentStage : IStage
{
    public const string Arm = "agent";

    public string Name => "agent";

    public string Summary => "Teaches the short model to plan and to write sections.";

    public static string ModelOf(Lab lab) => lab.Model("agent", Arm);

    public Task RunAsync(Lab lab, CancellationToken stop)
    {
        var cap = lab.Scale.Caps[^1];
        var rows = new AgentRows(lab);
        var shorts = new WriteRows(lab);
        var (plans, sections, writes) = lab.Scale.AgentRows;
        return Arms.RunAsync(
            lab, Name, Arm, lab.Model("ceiling", CeilingStage.Arm(cap)),
            () => Enumerable.Range(0, plans).Select(i => rows.Plan(i))
                .Concat(Enumerable.Range(0, sections).Select(i => rows.Section(i)))
                .Concat(Enumerable.Range(0, writes).Select(i => shorts.Make(1_000_000 + i, cap))),
            stop);
    }
}
