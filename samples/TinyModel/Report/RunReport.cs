using System.Globalization;
using System.Text;
using TinyModel.Experiment;
using TinyModel.Measurement;
using TinyModel.Stages;

namespace TinyModel.Report;

/// <summary>Writes what runs came to as Markdown and charts.</summary>
internal static class RunReport
{
    /// <summary>Every figure of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="chart">Keeps a chart under a name and says how it is referred to.</param>
    public static string Of(RunResults run, Func<string, string, string> chart)
    {
        var text = new StringBuilder();
        if (run.Corpus is { } corpus)
            text.Append(Figures($"Corpus: {corpus.Vocabulary} word forms, {corpus.BitsPerWord:F2} bits a word, distinct-3 {corpus.Distinct3:F3} in 2,000 words, {corpus.NearDuplicates:P1} near-duplicates, {corpus.Leaks} leaks. Of the held-out ordinary nouns {corpus.MetElsewhere.Count} stand in texts about something else ({string.Join(", ", corpus.MetElsewhere)}).\n\n"));
        if (run.Base is { } b)
        {
            text.Append(Figures(
                $"Base model: loss {Loss(b.Loss)} nats a token in the last steps, lists to copy among them (the generator's choices in documents: {b.Entropy:F3}). From nothing it writes {b.Words.Mean:F0} words on average, {b.Longest} at most; {b.Ended:P0} ended. The word counts that it puts under paragraphs are off by {b.CountError:P0}.\n\n"));
        }

        text.Append("| claim | asked | measured | holds |\n| --- | --- | --- | --- |\n");
        foreach (var claim in Claim.Of(run))
            text.Append(CultureInfo.InvariantCulture, $"| {claim.Text} | {claim.Asked} | {claim.Measured} | {claim.Holds switch { true => "yes", false => "**no**", null => "–" }} |\n");
        text.Append('\n');

        Section(text, run, chart, "ceiling", "Written against required words, by the cap of the training texts", [.. run.Scale.Caps.Select(CeilingStage.Arm), CeilingStage.Uncapped, CeilingStage.Gold]);
        Section(text, run, chart, "longwriter", "Written against required words, trained on what the agent wrote", [.. Enum.GetValues<TargetForm>().Select(LongWriterStage.Arm), LongWriterStage.Control]);
        if (LongWriterStage.Variants.Any(arm => run.Arm("longwriter", arm) is not null))
            Section(text, run, chart, "longwriter", "Other averages of the loss and other mixes", [LongWriterStage.Shipped, .. LongWriterStage.Variants], "variants");
        if (run.AgentWrite is { } agent)
        {
            text.Append(Figures($"AgentWrite: {agent.Kept} of {agent.Written} documents kept, {agent.Words:F0} words on average; S_l {agent.LengthScore:F1} over all that were finished; left out: {string.Join(", ", agent.Reasons.Select(static r => $"{r.Key} {r.Value}").DefaultIfEmpty("none"))}.\n\n"));
            Table(text, run.Scale, [.. agent.Ways.Select(static w => (w.Name, w.Curve))]);
        }

        if (run.Samples is { } samples)
        {
            text.Append("| samples about held-out invented topics | words | ended | S_l | topic in sections | most of one sentence in 2,000 words | at most twice | distinct-3 |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (var s in samples)
                text.Append(CultureInfo.InvariantCulture, $"| {s.Way} | {s.Words.Mean:F0} | {s.Ended:P0} | {s.LengthScore:F1} | {s.Topic:P0} | {s.Repeated:F1} | {s.AtMostTwice:P0} | {s.Distinct3:F3} |\n");
            text.Append('\n');
        }

        if (run.Costs is { Count: > 0 } costs)
        {
            text.Append(Figures($"Minutes: {string.Join(", ", costs.Select(static c => Figures($"{c.Name} {c.Cost.Minutes:F1}{(c.Cost.Threads == 1 ? "\\*" : "")}")))}; together {costs.Sum(static c => c.Cost.Minutes):F0}, those with a star by one thread beside others, the rest by two. "))
                .Append(Figures($"Most memory: {costs.Max(static c => c.Cost.PeakBytes) / 1e9:F1} GB.\n\n"));
        }

        return text.ToString();
    }

    private static void Section(StringBuilder text, RunResults run, Func<string, string, string> chart, string stage, string title, IReadOnlyList<string> arms, string? name = null)
    {
        var curves = arms.Select(arm => run.Arm(stage, arm)).OfType<ArmResult>().Select(static a => (a.Name, a.Curve)).ToList();
        if (curves.Count == 0)
            return;

        text.Append(CultureInfo.InvariantCulture, $"![{title}]({chart($"{run.Name}-{name ?? stage}.svg", CurveChart.Draw(title, curves))})\n\n");
        Table(text, run.Scale, curves);
    }

    private static void Table(StringBuilder text, Scale scale, IReadOnlyList<(string Name, Curve Curve)> curves)
    {
        var points = curves[0].Curve.Points.Select(static p => p.Required).ToList();
        text.Append("| words: mean (median; p10 to p90; ended) |").AppendJoin('|', points.Select(p => p == 0 ? " as long as you can " : Figures($" {p}{(scale.Grid.Contains(p) ? "" : "\\*")} "))).Append("| S_l |\n");
        text.Append("| --- |").AppendJoin('|', points.Select(static _ => " --- ")).Append("| --- |\n");
        foreach (var (name, curve) in curves)
            text.Append(CultureInfo.InvariantCulture, $"| {name} |").AppendJoin('|', curve.Points.Select(static p => Figures($" {p.Words.Mean:F0} ({p.Median:F0}; {p.P10:F0} to {p.P90:F0}; {p.Ended:P0}) "))).Append(CultureInfo.InvariantCulture, $"| {curve.LengthScore:F1} |\n");
        text.Append('\n');
    }

    /// <summary>The paper's figures on LongBench-Write (its tables 2 and 3) beside those of a run.</summary>
    public static string BesidePaper(RunResults run)
    {
        var rows = new List<(string What, string Paper, double?[] Scores)>
        {
            ("before long data", "51.0 (GLM-4-9B-chat)", [run.Arm("ceiling", CeilingStage.Arm(run.Scale.Caps[^1]))?.Curve.LengthScore]),
            ("the same training without long data", "48.1 (GLM-4-9B)", [run.Arm("longwriter", LongWriterStage.Control)?.Curve.LengthScore]),
            ("one call of a strong or short model; AgentWrite with it; with length control", "65.3; 86.6 (GPT-4o); none", [.. run.AgentWrite?.Ways.Select(static w => (double?)w.Curve.LengthScore) ?? []]),
            ("trained on the agent's texts: an outline first; the text alone", "none; 77.4 (Llama-3.1-8B), 78.6 (GLM-4-9B)", [run.Arm("longwriter", LongWriterStage.Shipped)?.Curve.LengthScore, run.Arm("longwriter", LongWriterStage.Arm(TargetForm.Plain))?.Curve.LengthScore]),
            ("before preferences; after them", "78.6; 82.6 (GLM-4-9B)", [run.Preferences?.Before.LengthScore, run.Preferences?.After.LengthScore]),
        };
        var text = new StringBuilder("| S_l | paper | here |\n| --- | --- | --- |\n");
        foreach (var (what, paper, scores) in rows)
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {paper} | {string.Join("; ", scores.Select(static s => s is null ? "not run" : Figures($"{s:F1}")))} |\n");
        return text.Append('\n').ToString();
    }

    private static string Loss(double? nats) => nats is null ? "(not kept)" : Figures($"{nats:F3}");

    private static string Figures(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
