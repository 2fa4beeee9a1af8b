using TinyModel.Experiment;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>Trains on what the agent wrote, mixed with short data: the bound is gone. Beside it as many steps without long rows.</summary>
internal sealed class LongWriterStage : IStage
{
    public const string Control = "more-steps";

    public string Name => "longwriter";

    public string Summary => "Trains on what the agent wrote.";

    /// <summary>The arm that goes on to preferences and is shipped.</summary>
    public static string Shipped => Arm(TargetForm.Outline);

    public static string ModelOf(Lab lab) => lab.Model("longwriter", Shipped);

    public async Task RunAsync(Lab lab, CancellationToken stop)
    {
        foreach (var form in new[] { TargetForm.Outline, TargetForm.Numbered, TargetForm.Plain })
            await Arms.RunAsync(lab, Name, Arm(form), AgentStage.ModelOf(lab), () => Long(lab, form).Concat(Mixed(lab)), stop);

        // As many tokens, none of them of a long row.
        var tokenizer = lab.LoadTokenizer();
        var tokens = Long(lab, TargetForm.Outline).Sum(r => (long)tokenizer.Encode(r.Answer).Count);
        var rows = new WriteRows(lab);
        await Arms.RunAsync(lab, Name, Control, AgentStage.ModelOf(lab), () => Mixed(lab).Concat(Arms.UpTo(lab, tokens, i => rows.Make(5_000_000 + i, lab.Scale.Caps[^1]))), stop);
    }

    /// <summary>The arm of a form.</summary>
    public static string Arm(TargetForm form) => form.ToString().ToLowerInvariant();

    private static IEnumerable<ChatLine> Long(Lab lab, TargetForm form) =>
        AgentWriteStage.ReadKept(lab).Select(d => new ChatLine(d.Instruction, Forms.Write(form, [.. d.Sections.Select(static s => (s.Point, s.Text))])));

    /// <summary>Short texts, plans and sections. Short rows that ask for a long text are left out, as the selection of instructions for long data would take them.</summary>
    private static IEnumerable<ChatLine> Mixed(Lab lab)
    {
        var shorts = new WriteRows(lab);
        var agent = new AgentRows(lab);
        var (writes, plans, sections) = lab.Scale.LongMix;
        return Enumerable.Range(0, writes).Select(i => shorts.Make(2_000_000 + i, lab.Scale.Caps[^1])).Where(static r => !r.Prompt.Contains("long", StringComparison.Ordinal))
            .Concat(Enumerable.Range(0, plans).Select(i => agent.Plan(2_000_000 + i)))
            .Concat(Enumerable.Range(0, sections).Select(i => agent.Section(2_000_000 + i)));
    }
}
