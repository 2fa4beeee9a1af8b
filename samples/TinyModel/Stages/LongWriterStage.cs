using System.Globalization;
using System.Text.RegularExpressions;
using LongWriter;
using TinyModel.Experiment;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>Trains on what the agent wrote, mixed with short data: the bound is gone. Beside it as many steps without long rows, other ways to average the loss, and other mixes.</summary>
internal sealed partial class LongWriterStage : IStage
{
    public const string Stage = "longwriter";

    public const string Control = "more-steps";

    /// <summary>Short rows for each long one, as the paper mixed them (180,000 to 6,000).</summary>
    private const int PaperMix = 30;

    /// <summary>How often a long row's turns are learned beside the whole of it. Its headings are a tenth of its words, and without them it ends too early.</summary>
    private const int TurnsOfLong = 3;

    public string Name => Stage;

    public string Summary => "Trains on what the agent wrote.";

    /// <summary>The arm that goes on to preferences and is shipped.</summary>
    public static string Shipped => Arm(TargetForm.Outline);

    /// <summary>The arms that differ from <see cref="Shipped"/> in one thing, which is no claim's subject.</summary>
    public static IReadOnlyList<string> Variants { get; } = ["sequence-mean", "released-code-mean", MixArm(10), MixArm(100)];

    public static string ModelOf(Lab lab) => lab.Model(Stage, Shipped);

    /// <summary>The arm of a form.</summary>
    public static string Arm(TargetForm form) => form.ToString().ToLowerInvariant();

    public async Task RunAsync(Lab lab, CancellationToken stop)
    {
        var kept = AgentWriteStage.ReadKept(lab);
        foreach (var form in new[] { TargetForm.Outline, TargetForm.Numbered, TargetForm.Plain })
            await RunAsync(Arm(form), () => Mix(form, kept.Count, PaperMix), LossAveraging.Token);

        await RunAsync(Control, Shorter, LossAveraging.Token);
        if (!lab.Scale.Variants)
            return;

        await RunAsync(Variants[0], () => Mix(TargetForm.Outline, kept.Count, PaperMix), LossAveraging.Sequence);
        await RunAsync(Variants[1], () => Mix(TargetForm.Outline, kept.Count, PaperMix), LossAveraging.PackTokenTimesCount);
        foreach (var shorts in new[] { 10, 100 })
            await RunAsync(MixArm(shorts), () => SameTokens(shorts), LossAveraging.Token);

        // The text alone often has no end but the context's, whatever is asked for, so a quarter of the questions does.
        Task RunAsync(string arm, Func<IEnumerable<ChatLine>> rows, LossAveraging averaging) => Arms.RunAsync(
            lab, Name, arm, AgentStage.ModelOf(lab), rows, stop, stepTokens: lab.Scale.Context, prompts: arm == Arm(TargetForm.Plain) ? lab.Scale.PromptsPerPoint / 4 : null, averaging: averaging);

        IEnumerable<ChatLine> Mix(TargetForm form, int longs, int shorts) => Enumerable.Range(0, longs)
            .SelectMany(i => Long(form, kept[i % kept.Count]))
            .Concat(Enumerable.Range(0, longs * shorts).Select(i => Short(lab, form, i)));

        // As many tokens, none of them of a long row; in steps of the same size, so as many steps.
        IEnumerable<ChatLine> Shorter() => Arms.UpTo(lab, Tokens(Mix(TargetForm.Outline, kept.Count, PaperMix)), i => Short(lab, TargetForm.Outline, i));

        IEnumerable<ChatLine> SameTokens(int shorts)
        {
            var group = Tokens(Mix(TargetForm.Outline, kept.Count, shorts)) / (double)kept.Count;
            return Mix(TargetForm.Outline, (int)(Tokens(Mix(TargetForm.Outline, kept.Count, PaperMix)) / group), shorts);
        }

        long Tokens(IEnumerable<ChatLine> rows)
        {
            var tokenizer = lab.LoadTokenizer();
            return rows.Sum(r => Arms.TokensOf(tokenizer, r));
        }
    }

    [GeneratedRegex(@"\d+(?:,\d{3})*")]
    private static partial Regex Figure();

    private static string MixArm(int shorts) => string.Create(CultureInfo.InvariantCulture, $"mix-1-to-{shorts}");

    private static IEnumerable<ChatLine> Long(TargetForm form, AgentDocument document)
    {
        // The number that was asked for gives way to what was written, so that the two agree to the word.
        var instruction = Figure().Replace(document.Instruction, figure => int.Parse(figure.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) == document.Required
            ? document.Words.ToString(CultureInfo.InvariantCulture) : figure.Value);
        var row = new ChatLine(instruction, Forms.Write(form, [.. document.Sections.Select(static s => (s.Point, s.Text))]));
        return [row, .. Enumerable.Repeat(row with { Turns = true }, TurnsOfLong)];
    }

    /// <summary>Of six rows three are short texts in the arm's form, two plans, one a section: a model that forgets to plan is none for the pipeline. Were short texts plain, a model would have to choose a form first, and takes the one that it has seen more of. Short rows that ask for a long text are left out, as the selection of instructions for long data would take them.</summary>
    internal static ChatLine Short(Lab lab, TargetForm form, long number)
    {
        var at = 20_000_000 + number;
        switch (number % 6)
        {
            case 3 or 4:
                return new AgentRows(lab).Plan(at);
            case 5:
                return new AgentRows(lab).Section(at);
        }

        var shorts = new WriteRows(lab);
        var i = at;
        while (shorts.WishOf(i) is LengthWish.Long or LengthWish.Longest)
            i += 100_000_000;
        return shorts.Make(i, lab.Scale.Caps[^1], form);
    }
}
