using System.Text;
using TinyModel.Experiment;
using TinyModel.Measurement;
using TinyModel.Rows;

namespace TinyModel.Stages;

/// <summary>Trains a model on rows and draws its curve.</summary>
internal static class Arms
{
    /// <summary>Trains and measures an arm; what is done already is read.</summary>
    /// <param name="lab">Where.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="arm">The arm's name.</param>
    /// <param name="from">The model to begin with.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="steps">The most steps; all rows once where null.</param>
    /// <param name="stepTokens">Tokens of a step; those of the scale where null.</param>
    public static async Task<ArmResult> RunAsync(
        Lab lab, string stage, string arm, string from, Func<IEnumerable<ChatLine>> rows, CancellationToken stop, int? steps = null, int? stepTokens = null)
    {
        var result = Path.Combine(lab.Root, "results", $"{stage}-{arm}.json");
        if (lab.Load(result, ResultJson.Default.ArmResult) is { } done)
            return done;

        var folder = lab.Folder(stage, arm);
        var file = Path.Combine(folder, "rows.jsonl");
        if (!File.Exists(file))
            WriteLines(file, rows().Select(static r => r.ToJson()));
        var job = new TrainingJob(folder, from, lab.Scale.Rates.Tuning) { Steps = steps, StepTokens = stepTokens, DecayShare = 0.3 };
        var loss = await Training.RunAsync(lab, job, () => Training.WithTurns(Training.Chats(lab, file), Training.Breaks(lab.LoadTokenizer())), stop) ?? 0;
        var curve = await CurveAsync(lab, lab.Model(stage, arm), Path.Combine(folder, "answers.jsonl"), stop);
        lab.Say($"{stage} {arm}: {curve}");
        var made = new ArmResult(arm, File.ReadLines(file).Count(), loss, curve);
        lab.Save(result, made, ResultJson.Default.ArmResult);
        return made;
    }

    /// <summary>Draws a model's curve and keeps its answers.</summary>
    public static async Task<Curve> CurveAsync(Lab lab, string model, string answersFile, CancellationToken stop)
    {
        using var writer = new Writer(model);
        var answers = await writer.AnswerAsync(Questions.ForCurve(lab), 1, stop);
        WriteLines(answersFile, answers.Select(static a => System.Text.Json.JsonSerializer.Serialize(a, LineJson.Default.Answer)));
        return Curve.Of(answers);
    }

    /// <summary>Writes lines to a file that is there whole or not at all.</summary>
    public static void WriteLines(string file, IEnumerable<string> lines)
    {
        File.WriteAllLines(file + ".tmp", lines, new UTF8Encoding(false));
        File.Move(file + ".tmp", file, overwrite: true);
    }

    /// <summary>Rows until they have so many tokens.</summary>
    public static IEnumerable<ChatLine> UpTo(Lab lab, long tokens, Func<long, ChatLine> make)
    {
        var tokenizer = lab.LoadTokenizer();
        for (long i = 0; tokens > 0; i++)
        {
            var row = make(i);
            tokens -= tokenizer.Encode(row.Prompt).Count + tokenizer.Encode(row.Answer).Count + 10;
            yield return row;
        }
    }
}
