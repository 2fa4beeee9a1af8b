using System.Globalization;
using TinyModel.Experiment;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>The controlled experiment: the same fine-tuning with texts up to a cap, and without.</summary>
internal sealed class CeilingStage : IStage
{
    /// <summary>The arm without a cap.</summary>
    public const string Uncapped = "uncapped";

    /// <summary>The arm without a cap whose texts have an outline first: what the agent's data could do at best.</summary>
    public const string Gold = "uncapped-outline";

    public string Name => "ceiling";

    public string Summary => "Fine-tunes with texts up to a cap, and without a cap.";

    /// <summary>The arm of a cap.</summary>
    public static string Arm(int cap) => string.Create(CultureInfo.InvariantCulture, $"cap-{cap}");

    public async Task RunAsync(Lab lab, CancellationToken stop)
    {
        var rows = new WriteRows(lab);
        var free = lab.Scale.Variants ? new[] { Uncapped, Gold } : [Uncapped];
        foreach (var (arm, cap) in lab.Scale.Caps.Reverse().Select(static c => (Arm(c), c)).Concat(free.Select(arm => (arm, lab.Scale.MostWords))))
        {
            // As many steps for all, so as many tokens; shorter texts are more of them, about the same topics in the same order.
            // Without a cap an answer has thousands of words whatever is asked for, so a quarter of the questions does.
            await Arms.RunAsync(
                lab, Name, arm, BaseStage.ModelOf(lab), Rows, stop, lab.Scale.ArmSteps, stepTokens: lab.Scale.ArmStepTokens, prompts: free.Contains(arm) ? lab.Scale.PromptsPerPoint / 4 : null);

            IEnumerable<ChatLine> Rows() => Arms.UpTo(lab, (long)(lab.Scale.ArmSteps * 1.05) * lab.Scale.ArmStepTokens, i => rows.Make(i, cap, arm == Gold ? TargetForm.Outline : TargetForm.Plain));
        }
    }
}
