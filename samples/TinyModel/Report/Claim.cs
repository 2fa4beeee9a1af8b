using System.Globalization;
using TinyModel.Experiment;
using TinyModel.Measurement;
using TinyModel.Stages;

namespace TinyModel.Report;

/// <summary>Something that the experiment is to show.</summary>
/// <param name="Text">What.</param>
/// <param name="Asked">What was asked before the run.</param>
/// <param name="Measured">What came out.</param>
/// <param name="Holds">Whether it did; null where nothing was asked.</param>
internal sealed record Claim(string Text, string Asked, string Measured, bool? Holds)
{
    /// <summary>The claims that a run has figures for.</summary>
    public static IReadOnlyList<Claim> Of(RunResults run) => [.. Ceiling(run), .. Agent(run), .. Unlocking(run), .. Preferences(run), .. Samples(run)];

    private static IEnumerable<Claim> Ceiling(RunResults run)
    {
        var caps = run.Scale.Caps.Select(cap => (Cap: cap, Arm: run.Arm("ceiling", CeilingStage.Arm(cap)))).Where(static c => c.Arm is not null).Select(static c => (c.Cap, c.Arm!.Curve)).ToList();
        if (caps.Count < run.Scale.Caps.Count)
            yield break;

        foreach (var (name, point) in new (string, Func<Curve, CurvePoint>)[] { ("largest mean over the grid", static c => c.Plateau), ("\"as long as you can\"", static c => c.At(0)) })
        {
            yield return new(
                $"Trained on texts up to a cap, a model writes up to the cap: {name}", "0.5 to 1.5 of the cap",
                string.Join("; ", caps.Select(c => Figures($"{point(c.Curve).Words.Mean:F0} at cap {c.Cap}"))), caps.All(c => point(c.Curve).Words.Mean / c.Cap is >= 0.5 and <= 1.5));
            yield return new(
                $"The caps are told apart: {name}", "ordered, 95 % intervals disjoint",
                string.Join(" < ", caps.Select(c => Figures($"[{point(c.Curve).Words.Low:F0}, {point(c.Curve).Words.High:F0}]"))),
                caps.Zip(caps.Skip(1)).All(p => point(p.First.Curve).Words.High < point(p.Second.Curve).Words.Low));
        }

        var least = run.Scale.Probe * 5 / 8;
        foreach (var (arm, form) in new[] { (CeilingStage.Uncapped, "the text alone"), (CeilingStage.Gold, "an outline first") })
        {
            if (run.Arm("ceiling", arm)?.Curve.At(run.Scale.Probe) is { } free)
                yield return new($"The same model and the same steps without a cap write long, {form}", Figures($"≥ {least} words at required {run.Scale.Probe}"), Figures($"{free.Words.Mean:F0} words, the mean of the {Math.Round(free.Ended * free.Answers)} of {free.Answers} answers that ended; the others filled the context"), free.Ended > 0 && free.Words.Mean >= least);
        }
    }

    private static IEnumerable<Claim> Agent(RunResults run)
    {
        if (run.AgentWrite is not { } agent)
            yield break;

        var direct = agent.Ways[0].Curve.At(run.Scale.Probe);
        foreach (var way in agent.Ways.Skip(1))
        {
            var point = way.Curve.At(run.Scale.Probe);
            yield return new(
                Figures($"{way.Name} with the capped model writes beyond the cap, at required {run.Scale.Probe}"), Figures($"≥ {run.Scale.Probe * 3 / 4} words"),
                Figures($"{point.Words.Mean:F0} words, S_l {way.Curve.LengthScore:F1} over the grid, {way.Cut:P0} of the sections met their limit; in one call {direct.Words.Mean:F0} words, S_l {agent.Ways[0].Curve.LengthScore:F1}; {point.Answers} answers"), point.Words.Mean >= run.Scale.Probe * 0.75);
        }
    }

    private static IEnumerable<Claim> Unlocking(RunResults run)
    {
        var cap = run.Scale.Caps[^1];
        if (run.Arm("longwriter", LongWriterStage.Shipped)?.Curve is not { } shipped || run.Arm("ceiling", CeilingStage.Arm(cap))?.Curve.Plateau is not { } plateau)
            yield break;

        var probe = shipped.At(run.Scale.Probe);
        yield return new(
            Figures($"Trained on what the agent wrote, one call writes long, at required {run.Scale.Probe}"), Figures($"≥ 5 times the {plateau.Words.Mean:F0} words of cap {cap}"),
            Figures($"{probe.Words.Mean:F0} words ({probe.Words.Mean / plateau.Words.Mean:F1} times), {probe.Ended:P0} ended"), probe.Words.Mean >= 5 * plateau.Words.Mean);
        var fresh = run.Preferences?.Before.LengthScore;
        yield return new(
            "Its length score over the grid", "S_l ≥ 75",
            Figures($"{shipped.LengthScore:F1}") + (fresh is null ? "" : Figures($"; {fresh:F1} over questions that no choice was made by")), shipped.LengthScore >= 75 && !(fresh < 75));
        if (run.Arm("longwriter", LongWriterStage.Arm(TargetForm.Plain))?.Curve is { } plain)
        {
            var far = plain.At(run.Scale.Probe);
            yield return new(
                Figures($"The same as plain text, at required {run.Scale.Probe}"), "nothing: whatever it is", Figures($"{far.Words.Mean:F0} words ({far.Words.Mean / plateau.Words.Mean:F1} times), {far.Ended:P0} ended; S_l {plain.LengthScore:F1}"), null);
        }

        if (run.Arm("longwriter", LongWriterStage.Control)?.Curve.Plateau is { } control)
            yield return new("As many steps without long rows do not unlock", Figures($"≤ {cap * 3 / 2} words"), Figures($"{control.Words.Mean:F0} words"), control.Words.Mean <= cap * 1.5);
    }

    private static IEnumerable<Claim> Preferences(RunResults run)
    {
        if (run.Preferences is not { } dpo)
            yield break;

        var needed = dpo.Before.LengthScore < 88;
        yield return new(
            "Preferences by S_l raise S_l, over questions that no choice was made by", needed ? "the interval of the difference is above 0" : "nothing: S_l was 88 or more before",
            Figures($"{dpo.Before.LengthScore:F1} → {dpo.After.LengthScore:F1}, difference {dpo.Difference.Mean:F2} [{dpo.Difference.Low:F2}, {dpo.Difference.High:F2}], {dpo.Prompts} prompts"), !needed || dpo.Difference.Low > 0);
    }

    private static IEnumerable<Claim> Samples(RunResults run)
    {
        if (run.Samples is not { } samples)
            yield break;

        var generator = samples.Single(static s => s.Way == SamplesStage.Generator);
        foreach (var s in samples.Where(static s => s.Way != SamplesStage.Generator))
        {
            var words = run.Scale.SampleWords;
            yield return new(
                Figures($"{words} words about an invented held-out topic, {s.Way}"), s.Way == SamplesStage.Pipeline ? "S_l ≥ 95" : Figures($"{words * 9 / 10} to {words * 11 / 10} words on average"),
                Figures($"{s.Words.Mean:F0} words, {s.Ended:P0} {(s.Way == SamplesStage.Pipeline ? "finished" : "ended")}, S_l {s.LengthScore:F1}") + (s.Cut > 0 ? Figures($"; {s.Cut:P0} of the sections met their limit") : ""), s.Way == SamplesStage.Pipeline ? s.LengthScore >= 95 : Math.Abs(s.Words.Mean / words - 1) <= 0.1);
            yield return new(
                Figures($"They keep to the topic and do not repeat themselves, {s.Way}"), "named in ≥ 80 % of the sections; no sentence more than twice in 2,000 words; distinct-3 ≥ 0.5",
                Figures($"{s.Topic:P0}; {s.Repeated:F1} times on average, at most twice in {s.AtMostTwice:P0} of the texts; {s.Distinct3:F3} (generator: {generator.Topic:P0}; {generator.Repeated:F1}; {generator.Distinct3:F3})"), s is { Topic: >= 0.8, AtMostTwice: 1, Distinct3: >= 0.5 });
        }
    }

    private static string Figures(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
