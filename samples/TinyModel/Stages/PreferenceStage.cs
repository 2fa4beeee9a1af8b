using System.Globalization;
using LongWriter;
using TinyModel.Corpus;
using TinyModel.Experiment;
using TinyModel.Measurement;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>Direct preference optimisation on pairs that S_l chose, and what it changed.</summary>
internal sealed class PreferenceStage : IStage
{
    private const string Stage = "dpo";
    private const string Arm = "pairs";
    private const int Samples = 4;
    private const double Margin = 12;

    public static string ModelOf(Lab lab) => lab.Model(Stage, Arm);

    public string Name => Stage;

    public string Summary => "Learns from pairs of answers that S_l tells apart.";

    public async Task RunAsync(Lab lab, CancellationToken stop)
    {
        var file = Path.Combine(lab.Root, "results", "dpo.json");
        if (File.Exists(file))
            return;

        var folder = lab.Folder(Stage, Arm);
        var from = LongWriterStage.ModelOf(lab);
        var pairs = await PairsAsync(lab, Path.Combine(folder, "pairs.jsonl"), from, stop);
        var tokenizer = lab.LoadTokenizer();
        // An answer that filled the context has no room for the mark that ends a turn.
        var read = new PreferenceReader(ChatTemplates.For(tokenizer), tokenizer).Read(pairs).Where(p => Math.Max(p.Chosen.Length, p.Rejected.Length) <= lab.Scale.Context).ToList();
        var job = new TrainingJob(folder, from, lab.Scale.Rates.Preferences);
        await Training.RunPairsAsync(lab, job, read, new() { Beta = 0.1, LengthAlpha = 0.5, SftWeight = 0.2, PairsPerStep = 16 }, stop);

        // The curve's questions were asked while the recipe was chosen; these were not.
        var questions = Questions.ForTest(lab);
        var before = await Arms.AnswersAsync(lab, from, questions, stop);
        var after = await Arms.AnswersAsync(lab, ModelOf(lab), questions, stop);
        var differences = before.Zip(after, static (b, a) => a.LengthScore - b.LengthScore).ToList();
        var result = new PreferenceResult(read.Count, Curve.Of(before), Curve.Of(after), Statistics.MeanInterval(differences), differences.Count);
        lab.Say(string.Create(CultureInfo.InvariantCulture, $"dpo: {read.Count} pairs; S_l {result.Before.LengthScore:N1} → {result.After.LengthScore:N1}, difference {result.Difference.Mean:N2} [{result.Difference.Low:N2}, {result.Difference.High:N2}] over {result.Prompts} prompts"));
        lab.Say($"dpo: {result.After}");
        lab.Save(file, result, ResultJson.Default.PreferenceResult);
    }

    private static async Task<string> PairsAsync(Lab lab, string file, string model, CancellationToken stop)
    {
        if (File.Exists(file))
            return file;

        var questions = Enumerable.Range(0, lab.Scale.PairPrompts).Select(i =>
        {
            var choices = Choices.For(lab.Seed, "pairs", i);
            var (genre, topic, hero) = Subject.Draw(choices, lab.Grammar);
            var words = Lengths.Draw(choices, lab.Scale.Caps[0], lab.Scale.MostWords);
            return new Question(Instruction.Write(choices, genre, topic, hero, LengthWish.Words, words), words, topic.Head);
        }).ToList();
        using var writer = new Writer(model, lab.Threads);
        var answers = await writer.AnswerAsync([.. questions.SelectMany(static q => Enumerable.Repeat(q, Samples))], 1_000, stop, Writer.Sampling with { Temperature = 0.7f });
        Arms.WriteLines(file, questions.Select((_, i) => Pair(answers.Skip(i * Samples).Take(Samples))).OfType<PairLine>().Select(static p => System.Text.Json.JsonSerializer.Serialize(p, PairJson.Default.PairLine)));
        return file;
    }

    // The best against the worst that is far enough below it; answers that did not end by themselves are never chosen, and held-out lengths are in no pair.
    internal static PairLine? Pair(IEnumerable<Answer> samples)
    {
        var sorted = samples.Where(static a => !HeldOut.Covers(a.Words)).OrderByDescending(static a => a.LengthScore).ToList();
        return sorted is [{ Ended: true } best, .., { Text.Length: > 0 } worst] && best.LengthScore - worst.LengthScore >= Margin
            ? new(LongWriterTiny.ReadableNumbers(best.Question.Prompt), best.Text, worst.Text)
            : null;
    }
}

/// <summary>A pair as it stands in a file.</summary>
internal sealed record PairLine(string Prompt, string Chosen, string Rejected);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase)]
[System.Text.Json.Serialization.JsonSerializable(typeof(PairLine))]
internal sealed partial class PairJson : System.Text.Json.Serialization.JsonSerializerContext;
